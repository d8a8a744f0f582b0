import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Case, CasePhoto } from '#domain/case/case.ts';
import type { Severity } from '#domain/catalogue/hazard-kinds.ts';
import { subjectKey } from '#domain/ledger/subject-key.ts';
import { settleVerdicts } from '#storage/outbox.ts';
import { uuidV7 } from '#domain/ledger/uuid-v7.ts';
import { address, followHistory, navigate } from '#ui/route/address.ts';
import { Routes } from '#ui/route/Routes.tsx';
import { Desk } from '#ui/screens/desk/Desk.tsx';
import { speak } from '#ui/words/words.ts';
import { openRoom, type Room } from './person-room.tsx';

const SOON = { timeout: 10_000 };
const newId = () => uuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));

let room: Room;
followHistory();
beforeEach(async () => {
  await page.viewport(1440, 900);
  navigate('/desk', { replace: true });
  room = await openRoom('reviewer');
  await pull(aCase('EB01', 'major', '7', 3), aCase('WA01', 'minor', '8', 2), aCase('EB02', 'major', '9', 1));
  room.show(() => <Routes routes={[{ path: '/desk/:id?', screen: Desk }]} fallback={() => null} />);
  await expect.element(page.getByRole('list', { name: '案件列表' }), SOON).toBeVisible();
  await vi.waitFor(() => expect(titles()).toHaveLength(3), SOON);
});
afterEach(() => room.scrap());

const aCase = (
  hazard: string,
  severity: Severity,
  building: string,
  minutesAgo: number,
  photos: readonly CasePhoto[] = [],
): Case => {
  const id = newId();
  const event = newId();
  const at = Date.now() - minutesAgo * 60_000;
  return {
    kind: 'case',
    id,
    state: 'reported',
    reportEvent: event,
    reporter: 'somebody',
    device: 'phone',
    reportedAt: at,
    region: '330199',
    gridScope: '330199001002001',
    grid: '330199001002001',
    hazard,
    severity,
    channel: 'patrol',
    spot: { placeId: null, placeName: '', building, unit: '', floor: '', detail: '' },
    position: null,
    noPosition: 'indoors',
    description: `在 ${building} 幢`,
    handled: false,
    dismissReason: '',
    photos,
    timeline: [
      {
        eventId: event,
        type: 'case.reported',
        author: 'somebody',
        device: 'phone',
        role: 'patroller',
        at,
        deviceAt: at,
        receivedAt: at,
        verdict: 'applied',
        reason: null,
        text: '',
        photos: 0,
      },
    ],
  };
};

const pull = async (...cases: Case[]): Promise<void> => {
  await room.db.subjects.bulkPut(
    cases.map((subject, index) => ({
      key: subjectKey(subject),
      seq: index + 1,
      subject,
      stored: {},
      snapshot: 1,
    })),
  );
};

const aPhoto = async (width: number, height: number): Promise<CasePhoto> => {
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext('2d')!;
  pen.fillStyle = `hsl(${(width * 7 + height) % 360} 50% 50%)`;
  pen.fillRect(0, 0, width, height);
  const data = await (await canvas.convertToBlob({ type: 'image/jpeg' })).arrayBuffer();
  const sha256 = [...new Uint8Array(await crypto.subtle.digest('SHA-256', data))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
  await room.db.photoBytes.put({ sha256, data });
  const bytes = data.byteLength;
  return {
    sha256,
    bytes,
    width,
    height,
    thumbnail: { sha256, bytes },
    role: 'scene',
    source: 'camera',
    takenAt: null,
    position: null,
    eventId: newId(),
  };
};

const list = () => page.getByRole('list', { name: '案件列表' });
const lines = () => list().getByRole('listitem');
const titles = () =>
  lines()
    .elements()
    .map((line) => line.textContent ?? '');
const scroller = () => list().element().parentElement!;
const topOf = (id: string) =>
  document.querySelector(`a[href^="/desk/${id}"]`)?.getBoundingClientRect().top ?? null;
const saved = async () => (await room.db.outbox.toArray()).map((row) => row.event);
const openCase = (name: string) =>
  expect.element(page.getByRole('heading', { name, level: 2 }), SOON).toBeVisible();
const search = () => page.getByRole('textbox', { name: /搜索/ });
const query = () => new URLSearchParams(address().query);
const many = (count: number, minutesAgo = 10) =>
  Array.from({ length: count }, (_, i) => aCase('EB01', 'major', String(i), minutesAgo + i));
const holds = (count: number) =>
  vi.waitFor(() => expect(lines().first().element().getAttribute('aria-setsize')).toBe(String(count)), SOON);

const saysHowMany = (count: number) =>
  expect.element(page.getByText(`${count} 件`, { exact: true }), SOON).toBeVisible();

test('the list is newest first, narrows by kind and says how many there are; a condition is a chip that can be taken away', async () => {
  expect(titles()[0]).toContain('飞线充电');
  await userEvent.click(page.getByRole('button', { name: '条件', exact: true }));
  await userEvent.selectOptions(page.getByRole('combobox', { name: '类别' }), 'family:ebike');
  await vi.waitFor(() => expect(titles()).toHaveLength(2), SOON);
  await userEvent.selectOptions(page.getByRole('combobox', { name: '类别' }), 'kind:EB01');
  await vi.waitFor(() => expect(titles()).toEqual([expect.stringContaining('楼道充电')]), SOON);
  await saysHowMany(1);
  await userEvent.click(page.getByRole('button', { name: '完成' }));
  await userEvent.click(page.getByRole('button', { name: '去掉条件：楼道充电' }));
  await vi.waitFor(() => expect(titles()).toHaveLength(3), SOON);
  await saysHowMany(3);
});

test('grid and date narrow the list too', async () => {
  const yesterday = aCase('GC04', 'major', '4', 60 * 24);
  await pull({ ...yesterday, grid: null });
  await holds(4);
  await userEvent.click(page.getByRole('button', { name: '条件', exact: true }));
  await userEvent.selectOptions(page.getByRole('combobox', { name: '网格' }), 'none');
  await vi.waitFor(() => expect(titles()).toEqual([expect.stringContaining('4 幢')]), SOON);
  await userEvent.click(page.getByRole('radio', { name: '今天' }));
  await expect.element(page.getByText('没有符合条件的案件'), SOON).toBeVisible();
  await userEvent.click(page.getByRole('button', { name: '清除条件' }));
  await holds(4);
});

test('a case filed leaves the list of those to review and is among the filed', async () => {
  await userEvent.click(lines().nth(0));
  await userEvent.click(page.getByRole('button', { name: '立案', exact: true }));
  await vi.waitFor(() => expect(titles()).toHaveLength(2), SOON);
  expect(await saved()).toEqual([expect.objectContaining({ type: 'case.filed' })]);
  await userEvent.click(page.getByRole('radio', { name: /已立案/ }));
  await vi.waitFor(() => expect(titles()).toEqual([expect.stringContaining('飞线充电')]), SOON);
});

test('a case is not dismissed without a reason', async () => {
  await userEvent.click(lines().nth(1));
  await userEvent.click(page.getByRole('button', { name: '不予立案' }));
  const dialog = page.getByRole('dialog', { name: '不予立案' });
  await userEvent.click(dialog.getByRole('button', { name: '不予立案' }));
  await expect.element(dialog.getByRole('alert')).toHaveTextContent('请写明原因');
  expect(await saved()).toEqual([]);
  await dialog.getByRole('textbox', { name: '原因' }).fill('已清理');
  await userEvent.click(dialog.getByRole('button', { name: '不予立案' }));
  await vi.waitFor(
    async () =>
      expect(await saved()).toEqual([
        expect.objectContaining({ type: 'case.dismissed', body: { text: '已清理' } }),
      ]),
    SOON,
  );
});

test('[D6] a decision that could not be kept says so where it was made, and keeps its reason', async () => {
  vi.spyOn(window, 'reportError').mockImplementation(() => {});
  let refuses = true;
  room.state().db.outbox.hook('creating', () => {
    if (refuses) throw new DOMException('no', 'UnknownError');
  });
  await userEvent.click(lines().nth(1));
  await userEvent.click(page.getByRole('button', { name: '立案', exact: true }));
  await expect.element(page.getByRole('alert'), SOON).toHaveTextContent('没有存下');
  await userEvent.click(page.getByRole('button', { name: '不予立案' }));
  const dialog = page.getByRole('dialog', { name: '不予立案' });
  await dialog.getByRole('textbox', { name: '原因' }).fill('已清理');
  await userEvent.click(dialog.getByRole('button', { name: '不予立案' }));
  await expect.element(dialog.getByRole('alert'), SOON).toHaveTextContent('没有存下');
  await userEvent.keyboard('{Escape}');
  await expect.element(dialog).not.toBeInTheDocument();
  await userEvent.click(page.getByRole('button', { name: '不予立案' }));
  await expect.element(dialog.getByRole('textbox', { name: '原因' })).toHaveValue('已清理');
  refuses = false;
  await userEvent.click(dialog.getByRole('button', { name: '不予立案' }));
  await vi.waitFor(async () => expect(await saved()).toHaveLength(1), SOON);
  await expect.element(dialog).not.toBeInTheDocument();
  vi.restoreAllMocks();
});

test('a double tap decides once', async () => {
  await userEvent.click(lines().nth(1));
  await openCase('暴露垃圾');
  const button = page.getByRole('button', { name: '立案', exact: true }).element() as HTMLButtonElement;
  button.click();
  // Saved, and not shown yet.
  await vi.waitFor(async () => expect(await saved()).toHaveLength(1), { interval: 1, timeout: 5000 });
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'f', bubbles: true, cancelable: true }));
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await saved()).toHaveLength(1);
});

test('[D14] whoever decided too late is told so on their screen, in either language', async () => {
  onTestFinished(() => speak('zh'));
  await userEvent.click(lines().nth(1));
  await openCase('暴露垃圾');
  await userEvent.click(page.getByRole('button', { name: '立案', exact: true }));
  await vi.waitFor(async () => expect(await saved()).toHaveLength(1), SOON);
  const words = '你的处理没有生效：已经有人先处理';
  await expect.element(page.getByText(words)).not.toBeInTheDocument();
  // Somebody had dismissed it before: that is what the pull brings.
  const [own] = await room.db.outbox.toArray();
  const answer = { verdict: 'contested', reason: null, seq: 9, receivedAt: Date.now() } as const;
  await settleVerdicts(room.db, [own!], [{ hash: own!.hash, receipt: 'r', duplicate: false, ...answer }]);
  const row = await room.db.subjects.get(subjectKey(own!.event.subject));
  const subject = row!.subject as Case;
  await room.db.subjects.put({ ...row!, seq: 9, subject: { ...subject, state: 'dismissed' } });
  await expect.element(page.getByText(words), SOON).toBeVisible();
  await speak('en');
  const inEnglish = 'Your decision changed nothing: somebody decided first';
  await expect.element(page.getByText(inEnglish), SOON).toBeVisible();
});

test('what the list is narrowed to stands in the fields again when the page comes back', async () => {
  await room.leave();
  navigate('/desk?state=all&kind=kind:EB01&grid=none', { replace: true });
  room.show(() => <Routes routes={[{ path: '/desk/:id?', screen: Desk }]} fallback={() => null} />);
  await userEvent.click(page.getByRole('button', { name: '条件', exact: true }), SOON);
  await expect.element(page.getByRole('combobox', { name: '类别' }), SOON).toHaveValue('kind:EB01');
  await expect.element(page.getByRole('combobox', { name: '网格' })).toHaveValue('none');
});

test('keys walk the list and file; the next is the one after the case that left', async () => {
  await userEvent.keyboard('j');
  await openCase('飞线充电');
  await userEvent.keyboard('j');
  await openCase('暴露垃圾');
  await userEvent.keyboard('k');
  await openCase('飞线充电');
  await userEvent.keyboard('j');
  await openCase('暴露垃圾');
  await userEvent.keyboard('f');
  await vi.waitFor(() => expect(titles()).toHaveLength(2), SOON);
  await userEvent.keyboard('j');
  await openCase('楼道充电');
});

test('a key held down files one case, not two', async () => {
  await userEvent.keyboard('j');
  await openCase('飞线充电');
  const hold = (repeat: boolean) =>
    document.body.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'f', repeat, bubbles: true, cancelable: true }),
    );
  hold(true);
  await userEvent.keyboard('?');
  await expect.element(page.getByRole('dialog', { name: '快捷键' })).toBeVisible();
  expect(await saved()).toEqual([]);
});

const withPhotos = async (): Promise<Case> => {
  const photos = [await aPhoto(400, 300), await aPhoto(500, 300), await aPhoto(600, 300)];
  return aCase('GC01', 'major', '6', 0, photos);
};
/** As a pull brings it: so many of its photos have arrived. */
const arrive = (subject: Case, count: number, seq: number) =>
  room.db.subjects.put({
    key: subjectKey(subject),
    seq,
    subject,
    stored: Object.fromEntries(subject.photos.slice(0, count).map(({ sha256 }) => [sha256, 'complete'])),
    snapshot: 1,
  });
const detail = () => page.getByRole('region', { name: '案件', exact: true });

test('[D3] a report whose photos are not all there is marked, found by that, and told of as they arrive', async () => {
  const subject = await withPhotos();
  await arrive(subject, 1, 9);
  await vi.waitFor(() => expect(titles()[0]).toContain('照片 1/3'), SOON);
  await page.getByRole('button', { name: '1 件等待照片' }).click();
  await vi.waitFor(() => expect(titles()).toHaveLength(1), SOON);
  expect(address().query).toContain('photos=missing');
  await lines().nth(0).click();
  await expect.element(detail().getByText('照片 1/3', { exact: true }), SOON).toBeVisible();
  await expect.element(detail().getByText('照片只到了 1/3，其余还没有送达'), SOON).toBeVisible();

  await arrive(subject, 2, 10);
  await vi.waitFor(() => expect(titles()[0]).toContain('照片 2/3'), SOON);
  await expect.element(detail().getByText('照片 2/3', { exact: true })).toBeVisible();
  await expect.element(detail().getByText('照片只到了 2/3，其余还没有送达')).toBeVisible();

  await arrive(subject, 3, 11);
  await vi.waitFor(() => expect(lines().elements()).toHaveLength(0), SOON);
  await expect.element(detail().getByText(/照片 \d\/3/)).not.toBeInTheDocument();
  await expect.element(detail().getByText(/照片只到了/)).not.toBeInTheDocument();
  await page.getByRole('button', { name: '去掉条件：照片未齐' }).click();
  await vi.waitFor(() => expect(titles()[0]).toContain('3 张照片'), SOON);
});

test('[D3] a case with missing photos is dismissed only by whoever says that they know', async () => {
  const subject = await withPhotos();
  await arrive(subject, 2, 9);
  await vi.waitFor(() => expect(titles()[0]).toContain('照片 2/3'), SOON);
  await lines().nth(0).click();
  await detail()
    .getByRole('button', { name: /不予立案/ })
    .click();
  const dialog = page.getByRole('dialog', { name: '不予立案' });
  const dismiss = dialog.getByRole('button', { name: '不予立案' });
  await dialog.getByRole('textbox').fill('重复');
  await dismiss.click();
  await expect.element(dialog.getByRole('alert')).toHaveTextContent('照片未齐，请先勾选确认');
  expect(await room.db.outbox.count()).toBe(0);
  await dialog.getByRole('checkbox', { name: /我知道照片只到了 2\/3/ }).click();
  await dismiss.click();
  await vi.waitFor(async () => expect(await room.db.outbox.count()).toBe(1), SOON);
});

test('letters that are typed are no commands', async () => {
  await userEvent.keyboard('j');
  await openCase('飞线充电');
  await userEvent.keyboard('/');
  expect(document.activeElement).toBe(search().element());
  await userEvent.keyboard('fdjk');
  await vi.waitFor(() => expect(query().get('q')).toBe('fdjk'), SOON);
  await openCase('飞线充电');
  expect(await saved()).toEqual([]);
  await userEvent.keyboard('{Escape}');
  expect(document.activeElement).not.toBe(search().element());
});

test('what an input method composes is searched for once it is composed', async () => {
  const input = search().element() as HTMLInputElement;
  const compose = (text: string): void => {
    input.value = text;
    input.dispatchEvent(new InputEvent('input', { isComposing: true, bubbles: true }));
  };
  input.focus();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  input.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
  compose("lou'dao");
  // Enter takes the candidate.
  input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true }));
  vi.advanceTimersByTime(5000);
  vi.useRealTimers();
  expect(query().get('q')).toBeNull();
  compose('楼道');
  input.dispatchEvent(new CompositionEvent('compositionend', { data: '楼道', bubbles: true }));
  await vi.waitFor(() => expect(titles()).toEqual([expect.stringContaining('楼道充电')]), SOON);
  expect(query().get('q')).toBe('楼道');
});

test('the address restores what was open, filtered and looked at', async () => {
  const href = '/desk?state=all&kind=family:ebike&days=7&q=飞线&map=30.27100,120.15200,17';
  navigate(href, { replace: true });
  await vi.waitFor(() => expect(titles()).toEqual([expect.stringContaining('飞线充电')]), SOON);
  await expect.element(search()).toHaveValue('飞线');
  await expect.element(page.getByRole('radio', { name: /全部/ }).first()).toBeChecked();
  await expect.element(page.getByRole('button', { name: '去掉条件：近 7 天' })).toBeVisible();
  await userEvent.click(lines().nth(0));
  await openCase('飞线充电');
  const { query: kept } = address();
  expect(Object.fromEntries(new URLSearchParams(kept))).toEqual(
    Object.fromEntries(new URL(href, location.href).searchParams),
  );
  const { path } = address();
  await room.leave();
  room.show(() => <Routes routes={[{ path: '/desk/:id?', screen: Desk }]} fallback={() => null} />);
  await openCase('飞线充电');
  expect(address()).toEqual({ path, query: kept });
});

test('filters and cases beside the list are one stay: going back leaves the desk', async () => {
  const before = history.length;
  await userEvent.keyboard('j');
  await openCase('飞线充电');
  await userEvent.click(page.getByRole('radio', { name: /全部/ }).first());
  await userEvent.click(lines().nth(2));
  await openCase('楼道充电');
  expect(history.length).toBe(before);
});

test('on a phone a case is a page of its own, and going back leads to the list', async () => {
  await page.viewport(412, 915);
  await userEvent.click(lines().nth(1));
  await openCase('暴露垃圾');
  await expect.element(list()).not.toBeInTheDocument();
  await userEvent.click(page.getByRole('link', { name: '返回' }));
  await expect.element(list(), SOON).toBeVisible();
  expect(address().path).toBe('/desk');
});

test('of ten thousand cases only those near the eye are drawn', async () => {
  await pull(...many(10_000));
  await holds(10_003);
  expect(lines().elements().length).toBeLessThan(60);
  scroller().scrollTop = 5000 * 76;
  await vi.waitFor(
    () => expect(document.querySelector('[aria-posinset="5003"]')?.textContent).toContain('幢'),
    SOON,
  );
  expect(lines().elements().length).toBeLessThan(60);
});

test('cases that come above do not move what is read', async () => {
  const cases = many(200);
  await pull(...cases);
  await holds(203);
  scroller().scrollTop = 4000;
  const read = cases[55]!.id;
  await vi.waitFor(() => expect(topOf(read)).not.toBeNull(), SOON);
  const before = topOf(read);
  await pull(...many(40, 0).map((it) => ({ ...it, reportedAt: Date.now() })));
  await expect.element(page.getByRole('button', { name: '40 件新的' }), SOON).toBeVisible();
  expect(topOf(read)).toBe(before);
  await userEvent.click(page.getByRole('button', { name: '40 件新的' }));
  await vi.waitFor(() => expect(scroller().scrollTop).toBe(0), SOON);
  await expect.element(page.getByRole('button', { name: '40 件新的' })).not.toBeInTheDocument();
});

test('an untouched list lets new cases in at its top; an open case stays where it is', async () => {
  await userEvent.hover(search());
  await pull(aCase('GC04', 'major', '11', 0));
  await vi.waitFor(() => expect(titles()[0]).toContain('11 幢'), SOON);
  expect(scroller().scrollTop).toBe(0);
  await pull(...many(30, 100));
  await holds(34);
  await userEvent.keyboard('jj');
  await openCase('飞线充电');
  const open = address().path.split('/')[2]!;
  const before = topOf(open);
  await pull(aCase('GC04', 'major', '12', 0));
  await expect.element(page.getByRole('button', { name: '1 件新的' }), SOON).toBeVisible();
  expect(topOf(open)).toBe(before);
});

test('photos open over the whole screen, come closer and lead on to the next', async () => {
  const photos = [await aPhoto(300, 400), await aPhoto(320, 400), await aPhoto(400, 300)];
  const stored = Object.fromEntries(photos.slice(0, 2).map(({ sha256 }) => [sha256, 'complete' as const]));
  const subject = aCase('GC04', 'major', '11', 0, photos);
  await room.db.subjects.put({ key: subjectKey(subject), seq: 9, subject, stored, snapshot: 1 });
  await holds(4);
  await userEvent.hover(search());
  await userEvent.keyboard('j');
  await openCase('无报警切断');
  await userEvent.keyboard('z');
  const zoom = page.getByRole('dialog', { name: '照片' });
  await expect.element(zoom, SOON).toBeVisible();
  const picture = () => zoom.getByRole('img').element() as HTMLElement;
  const scale = () => new DOMMatrix(getComputedStyle(picture()).transform).a;
  await vi.waitFor(() => expect(picture().dataset['full']).toBe('true'), SOON);
  expect(scale()).toBe(1);
  await userEvent.dblClick(zoom.getByRole('img'));
  expect(scale()).toBeGreaterThan(1);
  await userEvent.keyboard('{ArrowRight}');
  await expect.element(zoom.getByText('2 / 3')).toBeVisible();
  await vi.waitFor(() => expect(scale()).toBe(1), SOON);
  picture().parentElement!.dispatchEvent(
    new WheelEvent('wheel', { deltaY: -400, bubbles: true, cancelable: true, clientX: 700, clientY: 400 }),
  );
  expect(scale()).toBeGreaterThan(1.5);
  await room.db.photoBytes.delete(photos[2]!.sha256);
  await userEvent.keyboard('{ArrowRight}');
  await expect.element(zoom.getByText('原图还没有传到服务器')).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect.element(zoom).not.toBeInTheDocument();
  expect(address().path).toContain(subject.id);
});
