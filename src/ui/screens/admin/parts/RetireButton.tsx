import { shellMessages } from '#ui/i18n/admin/shell.ts';
import { Button } from '#ui/parts/controls/Button.tsx';

/** Retires a row or restores it: nothing is ever deleted. */
export const RetireButton = (props: {
  readonly isRetired: boolean;
  readonly onChange: (retired: true | undefined) => void;
}) => (
  <Button onClick={() => props.onChange(props.isRetired ? undefined : true)}>
    {props.isRetired ? shellMessages().restore : shellMessages().retire}
  </Button>
);
