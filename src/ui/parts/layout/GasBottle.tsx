/** A gas cylinder in the style of the other icons; the icon set has none. */
export const GasBottle = (props: {
  readonly size?: number | string;
  readonly strokeWidth?: number | string;
}) => (
  <svg
    width={props.size ?? 24}
    height={props.size ?? 24}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width={props.strokeWidth ?? 2}
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    <path d="M9.5 2.5h5M12 2.5V6M9 6h6v1.2a3 3 0 0 0 .9 2.1A3.9 3.9 0 0 1 17 12v7.5a2 2 0 0 1-2 2H9a2 2 0 0 1-2-2V12c0-1 .4-2 1.1-2.7A3 3 0 0 0 9 7.2z" />
    <path d="M7 15h10" />
  </svg>
);
