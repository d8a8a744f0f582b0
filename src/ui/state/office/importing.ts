import { batch, createSignal } from 'solid-js';
import type { FileFault, ImportKind, Preview } from '#domain/office/messages.ts';
import type { PersonState } from '#ui/state/person/person.ts';
import { noteOfficeChange } from './changes.ts';
import { officeClientOf, type CallFailure, type Datum, type ImportFile } from './office.ts';

/** A larger file is not even read into memory; the server decides about smaller ones. */
const MAX_BYTES = 64 * 1024 * 1024;

export type Fault = { readonly code: FileFault; readonly text: string };
export type ImportStep =
  | { readonly at: 'choose' }
  | { readonly at: 'sending'; readonly name: string; readonly percent: number }
  | { readonly at: 'preview'; readonly name: string; readonly preview: Preview }
  | { readonly at: 'writing'; readonly name: string; readonly preview: Preview }
  | { readonly at: 'done'; readonly written: number; readonly created: readonly string[] };

/** `planChanged`: the data changed since the preview, which was therefore made again. */
export type ImportTrouble = 'unreachable' | 'refused' | 'planChanged';

/** The import of one file: chosen, previewed, written. Only `write` changes anything on the server. */
export const createImporting = (source: Pick<PersonState, 'me'>, kind: ImportKind) => {
  const client = officeClientOf(source);
  const [step, setStep] = createSignal<ImportStep>({ at: 'choose' });
  const [fault, setFault] = createSignal<Fault | null>(null);
  const [trouble, setTrouble] = createSignal<ImportTrouble | null>(null);
  let file: ImportFile | null = null;
  /** Of the file that was chosen last: answers about an earlier one are dropped. */
  let round = 0;

  const fail = (failure: CallFailure): void => {
    if (failure.kind === 'refused' && failure.error === 'tooLarge') setFault({ code: 'tooLarge', text: '' });
    else setTrouble(failure.kind === 'link' ? 'unreachable' : 'refused');
  };

  const preview = async (): Promise<void> => {
    const mine = round;
    const sent = file!;
    const onSent = (bytes: number): void => {
      const percent = Math.min(100, Math.floor((bytes / Math.max(1, sent.bytes.byteLength)) * 100));
      if (mine === round) setStep({ at: 'sending', name: sent.name, percent });
    };
    onSent(0);
    const answered = await client.preview(kind, { ...sent, onSent });
    if (mine !== round) return;
    batch(() => {
      if (answered.ok && !answered.value.fault) {
        setStep({ at: 'preview', name: sent.name, preview: answered.value });
        return;
      }
      setStep({ at: 'choose' });
      if (!answered.ok) fail(answered.error);
      else setFault({ text: '', ...answered.value.fault! });
    });
  };

  const reset = (): void => {
    round += 1;
    batch(() => {
      setStep({ at: 'choose' });
      setFault(null);
      setTrouble(null);
    });
  };

  return {
    step,
    fault,
    trouble,
    reset,
    choose: async (chosen: File, datum?: Datum): Promise<void> => {
      reset();
      const mine = round;
      if (chosen.size > MAX_BYTES) {
        setFault({ code: 'tooLarge', text: '' });
        return;
      }
      setStep({ at: 'sending', name: chosen.name, percent: 0 });
      // A file that was moved or deleted after it was chosen cannot be read.
      const bytes = await chosen.arrayBuffer().catch(() => null);
      if (mine !== round) return;
      if (bytes === null) {
        setStep({ at: 'choose' });
        setFault({ code: 'damaged', text: '' });
        return;
      }
      file = { name: chosen.name, bytes, ...(datum ? { datum } : {}) };
      await preview();
    },
    write: async (leaveOut: boolean): Promise<void> => {
      const shown = step();
      if (shown.at !== 'preview') return;
      setTrouble(null);
      setStep({ ...shown, at: 'writing' });
      const answered = await client.commit(kind, file!, shown.preview, leaveOut);
      if (answered.ok) {
        noteOfficeChange();
        setStep({ at: 'done', written: answered.value.written, created: answered.value.created });
        return;
      }
      if (answered.error.kind === 'refused' && answered.error.error === 'planChanged') {
        await preview();
        if (step().at === 'preview') setTrouble('planChanged');
        return;
      }
      batch(() => {
        setStep(shown);
        fail(answered.error);
      });
    },
  };
};
export type Importing = ReturnType<typeof createImporting>;
