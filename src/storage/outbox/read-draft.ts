/** Not in drafts.ts, which writes: the patrol home only reads drafts. */
import type { Position } from '#domain/base/geometry.ts';
import type { NoPositionReason } from '#domain/case/sources.ts';
import type { PositionChoice } from '#domain/place/report-position.ts';
import type { DraftForm, DraftRow } from '#storage/databases/main-db.ts';

/** As earlier versions of the app stored it. */
type FirstDraftForm = Omit<DraftForm, 'isSeverityByHand' | 'carried' | 'choice' | 'isLocationDenied'> & {
  readonly chosenPosition: Position | null;
  readonly noPosition: NoPositionReason | null;
};

const readForm = (form: DraftForm | FirstDraftForm): DraftForm => {
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

/** The draft as stored by this version or by an earlier one, which an update leaves as it is. */
export const readDraft = (row: DraftRow): DraftRow => ({
  ...row,
  form: readForm(row.form),
  undecoded: row.undecoded ?? [],
});
