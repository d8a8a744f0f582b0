import * as v from 'valibot';
import { expect, test } from 'vitest';
import { hazardKindSchema, type HazardKind } from '#domain/catalogue/hazard-kinds.ts';
import { shippedHazardKinds } from '#domain/catalogue/shipped-hazard-kinds.ts';

/** The catalogue in the words of the trade: code, names, severity, limit ("day" is a working day). */
const table: readonly (readonly [code: string, zh: string, severity: string, limit: string])[] = [
  ['EB01', '楼道、室内违规充电', 'major', '4 urgent h'],
  ['EB02', '飞线充电', 'major', '1 day'],
  ['EB03', '疏散通道、楼梯间、安全出口停放', 'major', '4 urgent h'],
  ['EB04', '电池入户充电', 'major', '1 day'],
  ['EB05', '车棚无防火分隔、喷淋或报警', 'general', '30 days'],
  ['EB06', '充电设施无自动断电', 'general', '15 days'],
  ['GC01', '用餐区、地下室、高层建筑使用瓶装气', 'major', '4 urgent h'],
  ['GC02', '存瓶超 100 kg 或超 4 瓶无气瓶间', 'major', '1 day'],
  ['GC03', '软管超 2 m、有接口、穿墙', 'general', '3 days'],
  ['GC04', '未装可燃气体报警切断装置', 'major', '3 days'],
  ['GC05', '钢瓶过期、无二维码、来源不明', 'major', '1 day'],
  ['GC06', '灶具无熄火保护', 'general', '7 days'],
  ['GC07', '软管、减压阀超期(软管 2 年,减压阀 5 年)', 'general', '7 days'],
  ['WA01', '暴露垃圾', 'minor', '4 working h'],
  ['WA02', '积存垃圾渣土', 'general', '2 days'],
  ['WA03', '焚烧垃圾、树叶', 'major', '1 urgent h'],
  ['WA04', '餐厨垃圾店外堆放', 'minor', '4 working h'],
  ['WA05', '楼道堆物', 'general', '1 day'],
  ['WA06', '垃圾箱满溢', 'minor', '4 working h'],
  ['FS01', '消防通道堵塞', 'major', '4 urgent h'],
  ['HW01', '无证或未赋码电气焊', 'major', '1 urgent h'],
  ['HS01', '车棚违规住人', 'major', '7 days'],
  ['DM01', '集体宿舍电线敷设、床位、疏散器材不合要求', 'general', '15 days'],
  ['PF01', '井盖缺失破损', 'major', '4 urgent h'],
  ['PF02', '路面破损', 'general', '5 days'],
  ['OT99', '其他', 'general', '5 days'],
];

const limitText = ({ amount, unit }: HazardKind['limit']): string => {
  if (unit === 'workingDays') return amount === 1 ? '1 day' : `${amount} days`;
  return `${amount} ${unit === 'urgentHours' ? 'urgent' : 'working'} h`;
};

test('the shipped catalogue → the table, in its order', () => {
  expect(shippedHazardKinds.map((it) => [it.code, it.zh, it.severity, limitText(it.limit)])).toEqual(table);
  expect(shippedHazardKinds).toHaveLength(26);
});

test('every kind → valid, in its family, with names in both languages', () => {
  const familyByPrefix: Record<string, string> = { EB: 'ebike', GC: 'gas', WA: 'waste' };
  for (const kind of shippedHazardKinds) {
    expect(v.is(hazardKindSchema, kind), kind.code).toBe(true);
    expect(kind.family, kind.code).toBe(familyByPrefix[kind.code.slice(0, 2)] ?? 'other');
    expect(kind.en, kind.code).toMatch(/^[\x20-\x7e]{4,}$/);
    expect(kind.short.zh.length, kind.code).toBeLessThanOrEqual(6);
    expect(kind.short.en.length, kind.code).toBeLessThanOrEqual(18);
  }
});

test('two kinds → different codes and button labels', () => {
  for (const key of [(k: HazardKind) => k.code, (k: HazardKind) => k.short.zh, (k: HazardKind) => k.short.en])
    expect(new Set(shippedHazardKinds.map(key)).size).toBe(26);
});
