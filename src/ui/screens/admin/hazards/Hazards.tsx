import { hazardMessages, limitText } from '#ui/i18n/admin/hazards.ts';
import { language, named } from '#ui/i18n/messages.ts';
import { SeverityBadge } from '#ui/parts/case/SeverityBadge.tsx';
import { usePerson } from '#ui/state/app/context.ts';
import { createRows, type Row } from '#ui/state/office/office.ts';
import { ImportButton } from '#ui/screens/admin/parts/import/ImportButton.tsx';
import { Register, type Column } from '#ui/screens/admin/parts/register/Register.tsx';
import { HazardPanel } from './HazardPanel.tsx';

/** The hazard catalogue: words, severity, limit, and the units to suggest. */
export const Hazards = () => {
  const [rows, readAgain] = createRows(usePerson(), 'hazardKind');
  const columns = (): readonly Column<Row<'hazardKind'>>[] => [
    { title: hazardMessages().code, width: '3.5rem', text: ({ value }) => value.code },
    {
      title: language() === 'zh' ? hazardMessages().zh : hazardMessages().en,
      width: 'minmax(7rem, 3fr)',
      text: ({ value }) => named(value),
    },
    {
      title: hazardMessages().family,
      width: 'minmax(0, 5.5rem)',
      text: ({ value }) => hazardMessages().families[value.family],
    },
    {
      title: hazardMessages().severity,
      width: '5.5rem',
      text: ({ value }) => <SeverityBadge severity={value.severity} />,
    },
    { title: hazardMessages().limit, width: 'minmax(0, 8rem)', text: ({ value }) => limitText(value.limit) },
  ];
  return (
    <Register
      section="hazards"
      title={hazardMessages().title}
      rows={rows()}
      onRetry={readAgain}
      columns={columns()}
      searched={({ value }) =>
        [
          value.code,
          value.zh,
          value.en,
          value.short.zh,
          value.short.en,
          hazardMessages().families[value.family],
        ].join(' ')
      }
      canAdd
      actions={<ImportButton kind="hazardKind" />}
      empty={{ title: hazardMessages().empty, what: hazardMessages().emptyHint }}
      panel={(row) => <HazardPanel row={row()} onSaved={readAgain} />}
    />
  );
};
