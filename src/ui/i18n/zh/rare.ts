/** Rare messages, loaded when one of them is shown. */
export const rare = {
  insecure: '当前网址不是 HTTPS',
  insecureReason:
    '相机、定位和离线保存只在 HTTPS 或本机地址下可用。请让管理员给服务器配上证书，或在同一台电脑上用 localhost 打开。',
  apps: {
    wechat: '微信',
    wecom: '企业微信',
    dingtalk: '钉钉',
    feishu: '飞书',
    alipay: '支付宝',
    weibo: '微博',
    qq: 'QQ',
    other: '别的应用',
  },
  storageLow: (left: string) => `手机只剩约 ${left} 空间，文字照常保存，照片可能存不下`,
  updating: '正在换上新版本…',
  lost: {
    title: '系统清理过这部手机上的数据',
    events: (count: number, time: string) =>
      `有 ${count} 条存在本机的记录没有送出（服务器 ${time} 最后得知），已经找不回来，请重新上报。`,
    photos: (count: number) => `已送达的上报里缺 ${count} 张照片，可以补拍。`,
    prevention: '安装应用或允许长期保存，可以避免再次发生。',
    preventionLink: '去设置',
  },
  notFound: { title: '没有这个页面', hint: '地址可能写错了。', home: '回到首页' },
};
