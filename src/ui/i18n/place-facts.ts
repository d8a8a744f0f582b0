import type { compoundKinds, placeKinds, risks } from '#domain/place/place.ts';
import { bothLanguages } from './both.ts';

type Texts = {
  readonly kinds: Readonly<Record<(typeof placeKinds)[number], string>>;
  readonly compounds: Readonly<Record<(typeof compoundKinds)[number], string>>;
  readonly risks: Readonly<Record<(typeof risks)[number], string>>;
  readonly kind: string;
  readonly compound: string;
  readonly grid: string;
  readonly risk: string;
  readonly listed: string;
  readonly isListed: (isListed: boolean) => string;
  readonly id: string;
};

const zh: Texts = {
  kinds: {
    compound: '小区',
    ebikePoint: '电动车停放充电点',
    restaurant: '餐饮场所',
    dormitory: '集体宿舍',
    shed: '车棚',
    weldingMachine: '电气焊设备',
    wastePoint: '垃圾投放点',
    workshop: '作坊、车间',
    checkpoint: '巡查点',
  },
  compounds: { commodity: '商品房', subsidised: '保障房', old: '老旧、平房', unmanaged: '失管' },
  risks: { high: '高', medium: '中', low: '低' },
  kind: '类型',
  compound: '小区类型',
  grid: '网格',
  risk: '风险',
  listed: '挂牌督办',
  isListed: (isListed) => (isListed ? '是' : '否'),
  id: '点位编号',
};

const en: Texts = {
  kinds: {
    compound: 'Compound',
    ebikePoint: 'E-bike parking and charging',
    restaurant: 'Restaurant',
    dormitory: 'Dormitory',
    shed: 'Shed',
    weldingMachine: 'Welding machine',
    wastePoint: 'Waste point',
    workshop: 'Workshop',
    checkpoint: 'Checkpoint',
  },
  compounds: {
    commodity: 'Commodity',
    subsidised: 'Subsidised',
    old: 'Old or single-storey',
    unmanaged: 'Unmanaged',
  },
  risks: { high: 'High', medium: 'Medium', low: 'Low' },
  kind: 'Kind',
  compound: 'Kind of compound',
  grid: 'Grid',
  risk: 'Risk',
  listed: 'Listed',
  isListed: (isListed) => (isListed ? 'Yes' : 'No'),
  id: 'Place number',
};

/** The words for the facts of a place. */
export const placeMessages = bothLanguages(zh, en);
