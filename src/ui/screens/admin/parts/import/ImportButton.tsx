import Upload from 'lucide-solid/icons/upload';
import type { ImportKind } from '#domain/office/messages.ts';
import { importMessages } from '#ui/i18n/admin/import.ts';
import { ButtonLink } from '#ui/parts/controls/Button.tsx';
import { importHref } from './import-address.ts';

/** Opens the import of a kind. `label` if a section has several. */
export const ImportButton = (props: { readonly kind: ImportKind; readonly label?: string }) => (
  <ButtonLink href={importHref(props.kind)}>
    <Upload size={18} aria-hidden="true" />
    {props.label ?? importMessages().button}
  </ButtonLink>
);
