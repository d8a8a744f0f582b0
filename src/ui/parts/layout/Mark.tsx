/** The logo: four grids, one of them ticked. */
export const Mark = (props: { readonly class?: string | undefined }) => (
  <svg class={props.class} viewBox="0 0 64 64" aria-hidden="true">
    <rect width="64" height="64" rx="15" fill="#0a625b" />
    <g fill="#fff">
      <g opacity=".45">
        <rect x="13" y="13" width="17" height="17" rx="4" />
        <rect x="34" y="13" width="17" height="17" rx="4" />
        <rect x="13" y="34" width="17" height="17" rx="4" />
      </g>
      <rect x="34" y="34" width="17" height="17" rx="4" />
    </g>
    <path
      d="m38 42.8 3.2 3.2 6-6.6"
      fill="none"
      stroke="#0a625b"
      stroke-width="3.2"
      stroke-linecap="round"
      stroke-linejoin="round"
    />
  </svg>
);
