/** Texts of the acts after a report: notes, decisions, reasons of a dismissal, added photos. */
type Family = 'ebike' | 'gas' | 'waste' | 'other';

export const notes: Readonly<Record<Family, readonly string[]>> = {
  ebike: [
    '下午回访，车已推到充电棚，线已收。',
    '联系到车主，说今晚下班后挪走。',
    '物业已贴告知书，明早再看一次。',
    '楼长反映另一单元也有，一并走一遍。',
    '车主是租户，房东电话已要到。',
    '换电柜位置已发给车主。',
  ],
  gas: [
    '供气站师傅已到，正在更换。',
    '店主发来购气单照片，编号对得上。',
    '停用后改用电磁炉，待复查。',
    '与燃气公司约了周四上门。',
    '店里换了新店长，重新告知一遍。',
  ],
  waste: [
    '环卫已加派车辆，预计半小时清完。',
    '傍晚再看，地面已冲洗。',
    '投放人找到了，是三楼租户，已上门说明。',
    '店家承诺调整收运时间。',
    '调了监控，是外来车辆倾倒。',
  ],
  other: [
    '权属单位回电，今天派人到场。',
    '锥桶被人移走，重新围好。',
    '现场无变化，继续跟进。',
    '与社区民警联系过，晚上一起去。',
    '居民群里已提醒绕行。',
  ],
};

export const officeNotes: readonly string[] = [
  '已电话通知物业经理，口头答应今日处理。',
  '请网格员补一张全景，便于判断通道宽度。',
  '与上周同址案件一起跟。',
  '已抄送街道消防专干。',
  '列入本周例会讨论。',
];

export const filingPhrases: readonly string[] = [
  '',
  '',
  '',
  '',
  '情况清楚，立案。',
  '照片清晰，予以立案。',
  '重点时段，优先处置。',
];

const everyFamily = [
  '与前一日上报为同一处，已在处置中，不重复立案。',
  '位置不在本社区，已转相邻社区网格。',
  '照片与所选类别不符，请按正确类别重报。',
];

export const dismissals: Readonly<Record<Family, readonly string[]>> = {
  ebike: [
    ...everyFamily,
    '照片看不出充电线或插头，无法认定，请补拍后重报。',
    '复看时车已推走、线已收，无隐患。',
  ],
  gas: [
    ...everyFamily,
    '瓶身二维码可扫，来源已核实，不属问题钢瓶。',
    '该店已改用管道气，现场为停用待退的空瓶。',
  ],
  waste: [...everyFamily, '清运车辆作业中，半小时后复看已清。', '位于施工围挡内，属工地管理范围，已转住建。'],
  other: [...everyFamily, '权属单位临时检修，有人值守，不作案件。', '属住户室内私事，已由楼长劝导。'],
};

export const addedPhrases: readonly string[] = [
  '补一张近景。',
  '换个角度补拍。',
  '补全景，方便找位置。',
  '回看时再拍一张。',
];

export const hotlinePhrases: readonly string[] = [
  '居民来电：',
  '12345 转办：',
  '居民微信反映：',
  '楼长电话反映：',
];
