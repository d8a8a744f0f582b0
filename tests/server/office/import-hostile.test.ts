import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { previewAnswerSchema, type Preview } from '#domain/office/messages.ts';
import { planInThread } from '#server/office/imports/plan-in-thread.ts';
import type { OfficeRows } from '#server/office/office-rows.ts';
import { referenceKinds } from '#domain/reference/reference.ts';
import { parseMessage } from '#domain/protocol/answer.ts';
import { signIn, type Device } from '#tests/support/clients/device.ts';
import { preview } from '#tests/support/clients/importer.ts';
import { rowsXml, workbook, workbookOfXml } from '#tests/support/data/workbook.ts';
import { filledEnv, makeFolder } from '#tests/support/servers/test-server.ts';
import { killServers, runServer, type ServerProcess } from '#tests/support/servers/server-process.ts';

const MEGA = 1024 * 1024;
/** A busy machine causes shorter stalls. A server that reads by itself stalls for almost all of the time. */
const stallOf = (millis: number): number => Math.max(2000, millis / 2);

let folder: string;
let process: ServerProcess;
let url: string;
let admin: Device;
beforeAll(async () => {
  folder = await makeFolder();
  process = runServer(['--port', '0', '--data-dir', folder], await filledEnv(folder));
  url = await process.listening();
  admin = await signIn(url, 'admin', { password: 'xunge-demo' });
});
afterAll(async () => {
  killServers();
  await rm(folder, { recursive: true, force: true });
});

/** The most memory that the server has used, in megabytes. */
const peakMemory = (): number =>
  Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${process.pid}/status`, 'utf8'))![1]) / 1024;

/** Asks for the health of the server all the time. Fails if an answer takes a large part of the work. */
const whileServing = async <T>(work: Promise<T>): Promise<T> => {
  const startedAt = performance.now();
  const done = new AbortController();
  let longest = 0;
  const watch = (async () => {
    while (!done.signal.aborted) {
      const askedAt = performance.now();
      const { ok } = await fetch(`${url}/healthz`);
      if (!ok) throw new Error('the server is not healthy');
      longest = Math.max(longest, performance.now() - askedAt);
      await sleep(20);
    }
  })();
  try {
    return await work;
  } finally {
    done.abort();
    await watch;
    expect(longest).toBeLessThan(stallOf(performance.now() - startedAt));
  }
};

/** Sends a body of any size in pieces of a megabyte, until the answer is there. */
const stream = (megabytes: number, headers: Record<string, string>) =>
  new Promise<{ readonly sent: number; readonly answer: Preview }>((resolve, reject) => {
    let sent = 0;
    const failed = () => reject(new Error(`closed without an answer after ${sent} MB`));
    const sending = request(
      `${url}/api/office/imports/person?name=big.csv`,
      { method: 'POST', headers: { cookie: admin.cookie, ...headers } },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => (text += part));
        response.on('end', () => {
          const answer = parseMessage(previewAnswerSchema, text);
          if (answer.ok) resolve({ sent, answer: answer.value });
          sending.destroy();
        });
      },
    );
    sending.on('error', failed);
    sending.on('close', failed);
    const piece = Buffer.from('姓名,13800000001,网格员\n'.repeat(40_000)).subarray(0, MEGA);
    const send = (): void => {
      while (sent < megabytes && !sending.destroyed) {
        sent += 1;
        if (!sending.write(piece)) {
          sending.once('drain', send);
          return;
        }
      }
      sending.end();
    };
    send();
  });

test.each([
  ['without a size', {}],
  ['with its size', { 'content-length': String(1024 * MEGA) }],
])(
  '[I1d] [I1f] a CSV of 1 GB %s → refused before it is read whole, the server serves meanwhile',
  async (_, headers) => {
    const before = peakMemory();
    const result = await whileServing(stream(1024, headers));
    expect(result.answer.fault).toEqual({ code: 'tooLarge' });
    expect(result.sent).toBeLessThan(100);
    expect(peakMemory() - before).toBeLessThan(150);
  },
);

/** As many cells as fit into the limits: 20 000 rows and 60 columns. */
const large = () => {
  const row = Array.from({ length: 60 }, (_, i) => `x${i}`);
  return workbook({ A: [['姓名', '手机', '角色', ...row], ...Array.from({ length: 15_000 }, () => row)] });
};

test('[I1f] bombs and large workbooks one after another → faults or rows, memory within bounds, the server serves meanwhile', async () => {
  const files: readonly (readonly [string, Uint8Array])[] = [
    ['tooLarge', workbookOfXml(rowsXml([['a']]), { 'xl/sharedStrings.xml': new Uint8Array(100 * MEGA) })],
    ['tooManyColumns', workbook({ A: [Array.from({ length: 10_000 }, () => 'x')] })],
    ['tooManyRows', Buffer.from('1,2\n'.repeat(2_000_000))],
    // The reader makes a row for each number up to the last one, and fills it up to the last column.
    [
      'tooManyRows',
      workbookOfXml(
        '<row r="1"><c r="GR1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>',
      ),
    ],
    ['none', large()],
    // Every cell is the same long text once in the file.
    ['tooLarge', manyTimes('长'.repeat(30_000), 2000)],
  ];
  for (const [expected, bytes] of files) {
    const result = await whileServing(preview(admin, 'person', bytes));
    expect(result.fault?.code ?? 'none').toBe(expected);
  }
  expect(peakMemory()).toBeLessThan(1000);
}, 240_000);

const manyTimes = (text: string, count: number): Uint8Array => {
  const cells = Array.from(
    { length: count },
    (_, i) => `<row r="${i + 1}"><c r="A${i + 1}" t="s"><v>0</v></c></row>`,
  );
  const strings = `<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>${text}</t></si></sst>`;
  const relation = `<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/>`;
  return workbookOfXml(cells.join(''), {
    'xl/sharedStrings.xml': new TextEncoder().encode(strings),
    'xl/_rels/workbook.xml.rels': new TextEncoder().encode(
      `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>${relation}</Relationships>`,
    ),
  });
};

const noRows = {
  byKind: Object.fromEntries(referenceKinds.map((kind) => [kind, new Map()])),
} as unknown as OfficeRows;

test('[I1f] a file that takes too long → a fault, its thread has ended, the next file is read', async () => {
  const task = { kind: 'area', datum: 'WGS84', region: '330199', rows: noRows, now: 0 } as const;
  const slow = Buffer.from(`编码,名称\n${'330199001,x\n'.repeat(20_000)}`);
  expect(await planInThread({ ...task, bytes: slow }, 1)).toEqual({ fault: { code: 'tookTooLong' } });
  const quick = Buffer.from('编码,名称\n330199001,柳浪街道\n');
  expect(await planInThread({ ...task, bytes: quick })).toMatchObject({ plan: { counts: { new: 1 } } });
});
