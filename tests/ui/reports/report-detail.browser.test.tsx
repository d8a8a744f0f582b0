/** Text typed into a dialog, and photos added to a report, are kept until the person removes them. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { err } from '#domain/base/result.ts';
import type { PhotoPipeline } from '#photo/photo-pipeline.ts';
import { followHistory, navigate } from '#ui/route/address.ts';
import { Routes } from '#ui/route/Routes.tsx';
import { ReportDetail } from '#ui/screens/ReportDetail.tsx';
import { subjectKey } from '#domain/ledger/subject-key.ts';
import { aCase } from '#tests/support/data/a-case.ts';
import { report as saveReport } from '#tests/storage/samples.ts';
import { openRoom, type Room } from '#tests/ui/harness/person-harness.tsx';
import { phoneOf, settle } from '#tests/ui/harness/harness-phone.ts';

const SOON = { timeout: 10_000 };
const WORDS = '楼道又堆上了，住户说明天清';

let room: Room;
/** Of the current test: its photo is processed once this is called, however early. */
let photoIsThere: () => void;
let photoThere: Promise<void>;
const refusing: PhotoPipeline = {
  process: async () => {
    await photoThere;
    return err('damaged');
  },
  loadDecoder: async () => {},
  dispose: () => {},
};
followHistory();
const screens = () => (
  <Routes
    routes={[
      { path: '/reports/:id', screen: ReportDetail },
      { path: '/elsewhere', screen: () => <p>elsewhere</p> },
    ]}
    fallback={() => null}
  />
);
const noteDialog = () => page.getByRole('dialog', { name: '补充说明' });
const note = () => noteDialog().getByRole('textbox', { name: '说明' });
const openNote = () => userEvent.click(page.getByRole('button', { name: '补充说明' }));
const saveNote = () => noteDialog().getByRole('button', { name: '保存' });
const notes = async () => (await room.db.outbox.toArray()).filter(({ event }) => event.type === 'case.noted');

let report: string;
beforeEach(async () => {
  photoThere = new Promise((resolve) => {
    photoIsThere = resolve;
  });
  room = await openRoom('patroller', undefined, { openPipeline: async () => refusing });
  const { row, caseId } = await saveReport(phoneOf(room));
  await settle(room, row, 'applied');
  report = `/reports/${caseId}`;
  navigate(report, { replace: true });
  room.show(screens);
  await expect.element(page.getByRole('button', { name: '补充说明' }), SOON).toBeVisible();
});
afterEach(async () => {
  vi.restoreAllMocks();
  localStorage.clear();
  await room.scrap();
});

const clickAt = (x: number, y: number, on: Element) => {
  const at = { clientX: x, clientY: y, bubbles: true };
  on.dispatchEvent(new PointerEvent('pointerdown', at));
  on.dispatchEvent(new MouseEvent('click', at));
};

test('a dialog, click on its edge → stays open; click beside it → closes', async () => {
  await openNote();
  const dialog = noteDialog().element();
  const { left, top } = dialog.getBoundingClientRect();
  clickAt(left + 4, top + 4, dialog);
  await expect.element(note()).toBeVisible();
  // A text selection past the edge of the dialog: pressed inside, released outside.
  note()
    .element()
    .dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, clientX: left + 40, clientY: top + 80 }));
  dialog.dispatchEvent(new MouseEvent('click', { bubbles: true, clientX: left - 5, clientY: top }));
  await expect.element(note()).toBeVisible();
  clickAt(left - 5, top, dialog);
  await expect.element(noteDialog()).not.toBeInTheDocument();
});

test('[D5g] text typed into a note, dialog and screen closed, browser ended → the text is kept', async () => {
  await openNote();
  await note().fill(WORDS);
  await userEvent.keyboard('{Escape}');
  await expect.element(noteDialog()).not.toBeInTheDocument();
  await openNote();
  await expect.element(note()).toHaveValue(WORDS);
  await userEvent.keyboard('{Escape}');
  navigate('/elsewhere');
  await expect.element(page.getByText('elsewhere')).toBeVisible();
  await room.leave();
  // As at the end of the browser.
  sessionStorage.clear();
  navigate(report);
  room.show(screens);
  await openNote();
  await expect.element(note()).toHaveValue(WORDS);
  await userEvent.click(saveNote());
  await expect.element(noteDialog()).not.toBeInTheDocument();
  expect((await notes()).map(({ event }) => event.body)).toEqual([{ text: WORDS }]);
  await openNote();
  await expect.element(note()).toHaveValue('');
});

test('text that an earlier version of the app kept, after an update → still there; saved → gone', async () => {
  const caseId = report.split('/').at(-1)!;
  sessionStorage.setItem(`words/${room.row.id}/${caseId}/case.noted`, WORDS);
  await openNote();
  await expect.element(note()).toHaveValue(WORDS);
  await userEvent.click(saveNote());
  await expect.element(noteDialog()).not.toBeInTheDocument();
  await openNote();
  await expect.element(note()).toHaveValue('');
});

test.each(['QuotaExceededError', 'UnknownError'])(
  '[D6e] a note that cannot be stored, %s → a message, the text is kept, and the next attempt saves it',
  async (name) => {
    vi.spyOn(window, 'reportError').mockImplementation(() => {});
    let refuses = true;
    room.state().db.outbox.hook('creating', () => {
      if (refuses) throw new DOMException('no', name);
    });
    await openNote();
    await note().fill(WORDS);
    await userEvent.click(saveNote());
    await expect.element(noteDialog().getByRole('alert'), SOON).toHaveTextContent('没有存下');
    await expect.element(note()).toHaveValue(WORDS);
    refuses = false;
    await userEvent.click(saveNote());
    await expect.element(noteDialog()).not.toBeInTheDocument();
    expect(await notes()).toHaveLength(1);
  },
);

test('a note, double tap → one event', async () => {
  await openNote();
  await note().fill(WORDS);
  const button = saveNote().element() as HTMLButtonElement;
  button.click();
  button.click();
  await expect.element(noteDialog()).not.toBeInTheDocument();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(await notes()).toHaveLength(1);
});

test('[D5f] an added photo, refused after the screen was closed → shown on its report until dismissed', async () => {
  const photo = new File(['x'], '门口.jpg', { type: 'image/jpeg' });
  const add = page.getByLabelText('补充照片');
  await userEvent.upload(add, photo);
  await expect.element(page.getByLabelText('存入')).toBeDisabled();
  navigate('/elsewhere');
  await expect.element(page.getByText('elsewhere')).toBeVisible();
  photoIsThere();
  await new Promise((resolve) => setTimeout(resolve, 50));
  navigate(report);
  await expect.element(page.getByRole('alert'), SOON).toHaveTextContent('“门口.jpg”没有加入');
  navigate('/elsewhere');
  await expect.element(page.getByText('elsewhere')).toBeVisible();
  navigate(report);
  await expect.element(page.getByRole('alert'), SOON).toBeVisible();
  await userEvent.click(page.getByRole('alert').getByRole('button'));
  await expect.element(page.getByRole('alert')).not.toBeInTheDocument();
});

test('a case of another person in the area, opened by its address → shown; one that is not on this phone → said so', async () => {
  await room.leave();
  const other = aCase({ id: 'c-other', reporter: 'p-other', description: '别人报的' });
  await room.db.subjects.put({ key: subjectKey(other), seq: 1, subject: other, stored: {}, snapshot: 1 });
  navigate('/reports/c-other', { replace: true });
  room.show(screens);
  await expect.element(page.getByText('别人报的'), SOON).toBeVisible();
  await expect.element(page.getByRole('heading', { name: '经过' })).toBeVisible();
  await expect.element(page.getByRole('button', { name: '补充说明' })).not.toBeInTheDocument();
  await room.leave();
  navigate('/reports/c-unknown', { replace: true });
  room.show(screens);
  await expect.element(page.getByText('本机没有这件上报'), SOON).toBeVisible();
});
