/**
 * The hazard catalogue with which a new region begins. The catalogue is reference data: the office may edit it. A phone
 * shows the rows that it pulled, and this list until its first pull.
 */
import type { HazardCode, HazardKind } from './hazard-kinds.ts';
import type { Severity } from './severities.ts';

type Unit = HazardKind['limit']['unit'];
const units: Record<string, Unit> = { h: 'urgentHours', wh: 'workingHours', d: 'workingDays' };

const kind = (
  code: HazardCode,
  severity: Severity,
  limit: string,
  [zh, shortZh]: [string, string],
  [en, shortEn]: [string, string],
): HazardKind => {
  const family = ({ EB: 'ebike', GC: 'gas', WA: 'waste' } as const)[code.slice(0, 2)] ?? 'other';
  const [, amount, unit] = /^(\d+)(\w+)$/.exec(limit)!;
  return {
    code,
    family,
    zh,
    en,
    short: { zh: shortZh, en: shortEn },
    severity,
    limit: { amount: Number(amount), unit: units[unit!]! },
  };
};

export const shippedHazardKinds: readonly HazardKind[] = [
  kind(
    'EB01',
    'major',
    '4h',
    ['楼道、室内违规充电', '楼道充电'],
    ['Charging in a corridor or indoors', 'Corridor charging'],
  ),
  kind(
    'EB02',
    'major',
    '1d',
    ['飞线充电', '飞线充电'],
    ['Charging by a cable hung from a window', 'Hung cable'],
  ),
  kind(
    'EB03',
    'major',
    '4h',
    ['疏散通道、楼梯间、安全出口停放', '占用通道'],
    ['Parked in an escape route, stairwell or exit', 'Blocks exit'],
  ),
  kind(
    'EB04',
    'major',
    '1d',
    ['电池入户充电', '电池入户'],
    ['Battery taken home to charge', 'Battery indoors'],
  ),
  kind(
    'EB05',
    'general',
    '30d',
    ['车棚无防火分隔、喷淋或报警', '车棚无消防'],
    ['Shed without fire separation, sprinkler or alarm', 'Shed unprotected'],
  ),
  kind(
    'EB06',
    'general',
    '15d',
    ['充电设施无自动断电', '无自动断电'],
    ['Charger without automatic cut-off', 'No cut-off'],
  ),
  kind(
    'GC01',
    'major',
    '4h',
    ['用餐区、地下室、高层建筑使用瓶装气', '禁用场所用气'],
    ['Bottled gas in a dining area, basement or high-rise', 'Forbidden place'],
  ),
  kind(
    'GC02',
    'major',
    '1d',
    ['存瓶超 100 kg 或超 4 瓶无气瓶间', '超量存瓶'],
    ['Over 100 kg or 4 cylinders without a cylinder room', 'Too many stored'],
  ),
  kind(
    'GC03',
    'general',
    '3d',
    ['软管超 2 m、有接口、穿墙', '软管超长'],
    ['Hose over 2 m, jointed or through a wall', 'Hose too long'],
  ),
  kind(
    'GC04',
    'major',
    '3d',
    ['未装可燃气体报警切断装置', '无报警切断'],
    ['No gas alarm with shut-off', 'No gas alarm'],
  ),
  kind(
    'GC05',
    'major',
    '1d',
    ['钢瓶过期、无二维码、来源不明', '问题钢瓶'],
    ['Cylinder expired, without code or of unknown origin', 'Bad cylinder'],
  ),
  kind(
    'GC06',
    'general',
    '7d',
    ['灶具无熄火保护', '无熄火保护'],
    ['Stove without flame failure protection', 'No flame guard'],
  ),
  kind(
    'GC07',
    'general',
    '7d',
    ['软管、减压阀超期(软管 2 年,减压阀 5 年)', '软管阀超期'],
    ['Hose or regulator past its term (hose 2 y, regulator 5 y)', 'Hose expired'],
  ),
  kind('WA01', 'minor', '4wh', ['暴露垃圾', '暴露垃圾'], ['Exposed litter', 'Litter']),
  kind('WA02', 'general', '2d', ['积存垃圾渣土', '积存渣土'], ['Piled-up rubbish or rubble', 'Rubble']),
  kind('WA03', 'major', '1h', ['焚烧垃圾、树叶', '焚烧垃圾'], ['Burning waste or leaves', 'Burning']),
  kind(
    'WA04',
    'minor',
    '4wh',
    ['餐厨垃圾店外堆放', '餐厨外放'],
    ['Kitchen waste left outside a shop', 'Kitchen waste'],
  ),
  kind(
    'WA05',
    'general',
    '1d',
    ['楼道堆物', '楼道堆物'],
    ['Things piled up in a corridor', 'Corridor clutter'],
  ),
  kind('WA06', 'minor', '4wh', ['垃圾箱满溢', '垃圾满溢'], ['Bin overflowing', 'Bin full']),
  kind('FS01', 'major', '4h', ['消防通道堵塞', '堵消防通道'], ['Fire lane blocked', 'Fire lane']),
  kind(
    'HW01',
    'major',
    '1h',
    ['无证或未赋码电气焊', '违规电气焊'],
    ['Welding without licence or machine code', 'Welding'],
  ),
  kind('HS01', 'major', '7d', ['车棚违规住人', '车棚住人'], ['People living in a shed', 'Shed lived in']),
  kind(
    'DM01',
    'general',
    '15d',
    ['集体宿舍电线敷设、床位、疏散器材不合要求', '宿舍隐患'],
    ['Dormitory wiring, beds or evacuation kit not to rule', 'Dormitory'],
  ),
  kind('PF01', 'major', '4h', ['井盖缺失破损', '井盖破损'], ['Manhole cover missing or broken', 'Manhole']),
  kind('PF02', 'general', '5d', ['路面破损', '路面破损'], ['Road surface broken', 'Road surface']),
  kind('OT99', 'general', '5d', ['其他', '其他隐患'], ['Other', 'Other hazard']),
];
