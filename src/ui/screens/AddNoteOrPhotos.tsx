import ImagePlus from 'lucide-solid/icons/image-plus';
import MessageSquarePlus from 'lucide-solid/icons/message-square-plus';
import { createSignal, For, Show } from 'solid-js';
import { MAX_TEXT } from '#domain/base/text.ts';
import { Banner } from '#ui/parts/banners/Banner.tsx';
import { Button } from '#ui/parts/controls/Button.tsx';
import { ConfirmDialog } from '#ui/parts/controls/ConfirmDialog.tsx';
import { TextArea } from '#ui/parts/controls/Field.tsx';
import {
  addCasePhotos,
  caseRefusals,
  createUndecoded,
  removeUndecoded,
} from '#ui/state/capture/add-photos.ts';
import { createDraftText, draftTextKey } from '#ui/state/capture/draft-text.ts';
import { mayDoNow, saveAct, type ShownCase } from '#ui/state/cases/cases.ts';
import { usePerson } from '#ui/state/app/context.ts';
import type { ReportSummary } from '#ui/state/cases/reports.ts';
import { captureMessages } from '#ui/i18n/capture.ts';
import { detailMessages } from '#ui/i18n/detail.ts';
import styles from './detail.module.css';

/** Adds a note or photos, while the case state and the role permit it. */
export const AddNoteOrPhotos = (props: {
  readonly report: ReportSummary;
  readonly shown: ShownCase | null | undefined;
}) => {
  const person = usePerson();
  const [noting, setNoting] = createSignal(false);
  const [note, setNote] = createDraftText(() =>
    draftTextKey(person.me().id, props.report.caseId, 'case.noted'),
  );
  const [fault, setFault] = createSignal<string | null>(null);
  const [saving, setSaving] = createSignal(false);
  const [busy, setBusy] = createSignal(false);
  const refusals = caseRefusals(person.db, () => props.report.caseId);

  /** Not before the server has a verdict on the report. */
  const may = (type: 'case.noted' | 'case.photoAdded') =>
    props.report.state !== null && !!props.shown && mayDoNow(person, props.shown).includes(type);
  const saveNote = async (): Promise<void> => {
    const text = note().trim();
    if (text === '' || saving()) return;
    setSaving(true);
    const isSaved = await saveAct(person, { caseId: props.report.caseId, type: 'case.noted', text });
    setSaving(false);
    setFault(isSaved ? null : detailMessages().noteFailed);
    if (!isSaved) return;
    setNote('');
    setNoting(false);
  };
  const undecoded = createUndecoded(person.db, () => props.report.caseId);
  const addPhotos = async (files: readonly File[]): Promise<void> => {
    const { caseId } = props.report;
    setBusy(true);
    refusals.add(caseId, await addCasePhotos(person, caseId, files));
    setBusy(false);
  };

  return (
    <>
      <For each={undecoded()}>
        {(file) => (
          <Banner
            title={captureMessages().undecoded.added(file.name)}
            action={
              <Button look="quiet" onClick={() => void removeUndecoded(person.db, props.report.caseId, file)}>
                {captureMessages().deletePhoto}
              </Button>
            }
          >
            {captureMessages().undecoded.later}
          </Banner>
        )}
      </For>
      <Show when={may('case.noted') || may('case.photoAdded')}>
        <For each={refusals.all()}>
          {(refusal) => (
            <Banner
              tone="warning"
              role="alert"
              title={captureMessages().refused(refusal.name)}
              onDismiss={() => refusals.dismiss(refusal)}
            >
              {captureMessages().fileFaults[refusal.fault]}
            </Banner>
          )}
        </For>
        <div class={styles.more}>
          <Show when={may('case.noted')}>
            <Button onClick={() => setNoting(true)}>
              <MessageSquarePlus size={20} aria-hidden="true" />
              {detailMessages().addNote}
            </Button>
          </Show>
          <Show when={may('case.photoAdded')}>
            <label class={styles.add}>
              <ImagePlus size={20} aria-hidden="true" />
              {busy() ? captureMessages().stages.saving : detailMessages().addPhoto}
              <input
                type="file"
                multiple
                accept="image/*"
                disabled={busy()}
                onChange={(event) => {
                  const files = [...(event.currentTarget.files ?? [])];
                  event.currentTarget.value = '';
                  void addPhotos(files);
                }}
              />
            </label>
          </Show>
        </div>
        <ConfirmDialog
          open={noting()}
          title={detailMessages().noteTitle}
          confirm={detailMessages().noteSend}
          busy={saving()}
          onClose={() => setNoting(false)}
          onConfirm={() => void saveNote()}
        >
          <TextArea
            label={detailMessages().noteLabel}
            value={note()}
            onInput={({ currentTarget }) => setNote(currentTarget.value)}
            readOnly={saving()}
            maxLength={MAX_TEXT}
            fault={fault()}
            required
          />
        </ConfirmDialog>
      </Show>
    </>
  );
};
