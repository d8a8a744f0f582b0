/** Not in drafts.ts, which writes: the patrol home only reads drafts. */
import type { Position } from '#domain/base/geometry.ts';
import type { NoPositionReason } from '#domain/case/sources.ts';
import type { PositionChoice } from '#domain/place/report-position.ts';
import type { ManifestPhoto } from '#domain/ledger/photo-manifest.ts';
import type { Draft, DraftPhoto, DraftRow, MainDb, ReportForm } from '#storage/databases/main-db.ts';

/** As earlier versions of the app stored it. */
type FirstReportForm = Omit<ReportForm, 'isSeverityByHand' | 'carried' | 'choice' | 'isLocationDenied'> & {
  readonly chosenPosition: Position | null;
  readonly noPosition: NoPositionReason | null;
};

const readForm = (form: ReportForm | FirstReportForm): ReportForm => {
  if (!('chosenPosition' in form)) return form;
  const { chosenPosition, noPosition, ...rest } = form;
  // The position of a photo may have been adopted without a choice.
  const given = chosenPosition?.source === 'pin' ? chosenPosition : null;
  const choice: PositionChoice | null = given && { source: 'given', position: given };
  return {
    ...rest,
    isSeverityByHand: false,
    carried: null,
    choice: noPosition === 'indoors' ? { source: 'indoors' } : choice,
    isLocationDenied: noPosition === 'denied',
  };
};

/** A row as versions before the kinds of draft stored it. `adding`: photos for a case, not a report. */
type EarlierRow = Pick<Draft, 'id' | 'updatedAt' | 'replaces'> & {
  readonly caseId: string;
  readonly form: ReportForm | FirstReportForm;
  readonly photos: readonly ManifestPhoto[];
  readonly adding?: readonly string[];
};

/** A photo of an event, in the slot of its role. */
export const inSlot = ({ role, ...photo }: ManifestPhoto): DraftPhoto => ({ ...photo, slot: role });

/** The draft as stored by this version or by an earlier one, which an update leaves as it is. */
export const readDraft = (row: Draft | EarlierRow): DraftRow => {
  if ('kind' in row) return row as DraftRow;
  const { id, caseId, updatedAt, form, photos, replaces, adding } = row;
  const common = {
    id,
    subject: { kind: 'case', id: caseId },
    updatedAt,
    photos: photos.map(inSlot),
    undecoded: [],
    replaces,
  } as const;
  return adding
    ? { ...common, kind: 'photos', form: { missing: adding } }
    : { ...common, kind: 'report', form: readForm(form) };
};

/** The stored draft; undefined if there is none. */
export const storedDraft = async (db: MainDb, id: string): Promise<DraftRow | undefined> => {
  const row = await db.drafts.get(id);
  return row && readDraft(row);
};

/** All drafts, the last changed one first. */
export const storedDrafts = async (db: MainDb): Promise<DraftRow[]> =>
  (await db.drafts.orderBy('updatedAt').reverse().toArray()).map(readDraft);

export const isReport = (draft: DraftRow): draft is Draft<'report'> => draft.kind === 'report';
export const isPhotos = (draft: DraftRow): draft is Draft<'photos'> => draft.kind === 'photos';
