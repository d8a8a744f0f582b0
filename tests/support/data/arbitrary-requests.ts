/** Requests to the routes of the office and of the enrolment: right ones, nearly right ones and nonsense. */
import * as fc from 'fast-check';
import { cleanText } from '#domain/base/text.ts';
import { importKinds, type Edit } from '#domain/office/messages.ts';
import { referenceKinds } from '#domain/reference/reference.ts';

export type AnyRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | null;
  /** The place of the sender in the list of sessions; the last ones have none or a forged one. */
  readonly sender: number;
};

/** What exists on the server: a row of each kind, and ids to name. */
export type Known = { readonly rows: readonly Edit[]; readonly ids: readonly string[] };

const oddText = fc.oneof(
  fc.constantFrom('', '0', '-1', '1e999', 'null', '__proto__', '../../x', '%', '\0', '\uD800', "' or 1=1 --"),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
);
const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  oddText,
  fc.constantFrom(null, true, {}, [], [null], 1e21, -0, Number.MAX_SAFE_INTEGER),
  fc.jsonValue({ maxDepth: 3 }),
);

/** A value with one field that is odd, missing or moved. */
const bent = (value: unknown): fc.Arbitrary<unknown> => {
  if (typeof value !== 'object' || value === null) return fc.oneof(fc.constant(value), oddValue);
  const keys = Object.keys(value);
  if (keys.length === 0) return oddValue;
  return fc
    .tuple(fc.constantFrom(...keys), fc.constantFrom('odd', 'gone', 'deep', 'same'), oddValue)
    .chain(([key, how, odd]) => {
      const copy: Record<string, unknown> = { ...(value as Record<string, unknown>) };
      if (how === 'same') return fc.constant(copy as unknown);
      if (how === 'gone') delete copy[key];
      else if (how === 'odd') copy[key] = odd;
      if (how !== 'deep') return fc.constant(Array.isArray(value) ? Object.values(copy) : copy);
      return bent(copy[key]).map((inner) => ({ ...copy, [key]: inner }));
    });
};

const oddTable = fc
  .array(
    fc.array(
      fc.oneof(
        fc.constantFrom(
          '姓名',
          '手机',
          '角色',
          '网格',
          '名称',
          '类型',
          '经度',
          '纬度',
          '编码',
          '年份',
          '放假',
        ),
        fc.constantFrom(
          '网格员',
          '管理员',
          '13800000001',
          '330199',
          '小区',
          '120.1',
          '30.2',
          '330199001',
          '2027',
        ),
        oddText,
      ),
      { maxLength: 12 },
    ),
    { maxLength: 6 },
  )
  .map((rows) => rows.map((row) => row.join(',')).join('\n'));

const table = fc.oneof(
  fc.constantFrom(
    '编码,名称\n330199001,柳浪街道',
    '单位名称,类型\n幸福物业,物业\n城南城管,城管',
    '姓名,手机,角色,网格\n李雷,13812345678,网格员,330199\n韩梅,1,2,3',
  ),
  oddTable,
);

const bytes = fc
  .tuple(
    fc.constantFrom('', 'PK\x03\x04', '\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1', '\xFF\xFE', '{"type":'),
    fc.uint8Array({ maxLength: 300 }),
  )
  .map(([head, rest]) => new Uint8Array(Buffer.concat([Buffer.from(head, 'latin1'), rest])));

const json = (value: fc.Arbitrary<unknown>): fc.Arbitrary<string> =>
  value.map((it) => JSON.stringify(it) ?? '');

const queries = fc
  .uniqueArray(
    fc.tuple(
      fc.constantFrom('name', 'datum', 'hash', 'plan', 'leaveOut', 'kind', 'id', 'by', 'before', 'scope'),
      oddText,
    ),
    {
      maxLength: 5,
      selector: ([name]) => name,
    },
  )
  .map((pairs) => pairs.map(([name, text]) => `${name}=${encodeURIComponent(cleanText(text))}`).join('&'));

const headers = fc.record(
  {
    'content-type': fc.constantFrom(
      'application/json',
      'text/plain',
      'application/octet-stream',
      'multipart/form-data',
    ),
    'content-encoding': fc.constantFrom('identity', 'gzip', 'br'),
    'x-grid-protocol': fc.constantFrom('7', '0', '99', 'x'),
    'x-grid-person': fc.constantFrom('x', '__proto__'),
    origin: fc.constantFrom('http://evil.example', 'null'),
    range: fc.constant('bytes=5-1'),
  },
  { requiredKeys: [] },
);

export const anyRequest = ({ rows, ids }: Known, senders: number): fc.Arbitrary<AnyRequest> => {
  const id = fc.oneof(
    fc.constantFrom(...ids),
    oddText.map((text) => encodeURIComponent(cleanText(text))),
  );
  const kind = fc.oneof(fc.constantFrom<string>(...referenceKinds, ...importKinds), id);
  /** The edit of a row, or a new row like it. */
  const edit = fc.tuple(fc.constantFrom(...rows), fc.uuid(), fc.boolean()).map(([row, id, isNew]) => {
    const value = row.value as Readonly<Record<string, unknown>>;
    return isNew && 'id' in value
      ? { ...row, id, seq: null, value: { ...value, id, phone: null, username: null } }
      : row;
  });
  const mostly = (value: unknown) =>
    fc.oneof({ weight: 2, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: bent(value) });
  const edits = fc.array(edit.chain(mostly), { maxLength: 3 }).chain((list) => mostly({ edits: list }));
  const enrolment = mostly({
    code: 'K7Q4-M9XD',
    device: { id: 'device-1', label: 'x', publicKey: { kty: 'EC', crv: 'P-256', x: 'a', y: 'b' } },
    proof: 'AAAA',
    username: 'new.name',
    password: 'a long password',
    name: 'x',
    phone: '13800000001',
  });
  const people = fc
    .array(fc.constantFrom(...ids), { maxLength: 3 })
    .chain((list) =>
      mostly({ people: list, scope: ['330199'], cap: 3, days: 1, person: list[0], password: 'x' }),
    );
  const none = fc.constant(null);
  const anyBody = fc.oneof(json(edits), json(enrolment), json(people), json(oddValue), table, bytes, none);
  type Body = fc.Arbitrary<string | Uint8Array | null>;
  const to = (paths: fc.Arbitrary<string>, body: Body) =>
    fc.tuple(paths, fc.oneof({ weight: 4, arbitrary: body }, { weight: 1, arbitrary: anyBody as Body }));
  const target = fc.oneof(
    to(fc.constant('/api/office/edits'), json(edits)),
    to(fc.constantFrom('/api/enrolment/look', '/api/enrolment/take', '/api/session/renew'), json(enrolment)),
    to(
      fc.constantFrom('/api/office/codes', '/api/office/passwords', '/api/office/observer-codes'),
      json(people),
    ),
    to(
      fc.constantFrom(
        ...['audit', 'scope-size', 'counts', 'progress', 'devices'].map((it) => `/api/office/${it}`),
        '/api/my-devices',
      ),
      none,
    ),
    to(
      fc.oneof(
        kind.map((it) => `/api/office/rows/${it}`),
        id.map((it) => `/api/office/devices/${it}/end`),
      ),
      none,
    ),
    to(
      fc
        .tuple(kind, fc.constantFrom('', '', '/commit'))
        .map((parts) => `/api/office/imports/${parts.join('')}`),
      fc.oneof(table, bytes),
    ),
  );
  return fc
    .record({
      method: fc.oneof(
        { weight: 6, arbitrary: fc.constant('POST') },
        { weight: 2, arbitrary: fc.constant('GET') },
        { weight: 1, arbitrary: fc.constantFrom('PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS') },
      ),
      target,
      query: queries,
      headers: fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: headers }),
      sender: fc.nat(senders - 1),
    })
    .map(({ target: [path, body], query, ...rest }) => ({
      ...rest,
      path: query === '' ? path : `${path}?${query}`,
      body,
    })) as fc.Arbitrary<AnyRequest>;
};
