type Versions = { readonly chromium: string; readonly safari: string; readonly firefox: string };
const versionList = ({ chromium, safari, firefox }: Versions) =>
  `Chrome 或 Edge ${chromium}、Safari（iOS）${safari}、Firefox ${firefox}`;

export const signIn = {
  title: '登录巡格',
  lead: '登录一次，之后没有信号也能上报。',
  username: '用户名',
  password: '密码',
  submit: '登录',
  busy: '正在登录…',
  wrong: '用户名或密码不对',
  offline: '连不上服务器。首次登录需要网络，请到有信号的地方再试。',
  wrongAddress: (page: string, expected: string) =>
    `当前网址 ${page} 不是服务器认可的网址 ${expected}，所以不能登录。请把这句话告诉管理员。`,
  limited: '试得太频繁了，请过一会儿再试',
  noSpace: '手机空间不足或浏览器不允许保存数据，无法登录',
  missing: '请填写用户名和密码',
  old: {
    reports: '这个浏览器太旧，拍照、保存等功能用不了',
    desk: '这个浏览器太旧，用不了审核台；上报不受影响',
    versions: (reports: Versions, desk: Versions) =>
      `上报至少需要 ${versionList(reports)}；审核台至少需要 ${versionList(desk)}。请先升级浏览器，或换一个浏览器打开。`,
  },
  inApp: {
    title: (app: string) => `请不要在${app}里登录，换到浏览器`,
    reason: (app: string) => `在${app}里存的上报，换到浏览器就看不到，还可能被清理。`,
    how: '点右上角的「···」，选「在浏览器打开」或「在 Safari 中打开」。没有这一项，就复制网址，粘贴到手机自带的浏览器：',
    sendFirst: (app: string, count: number) =>
      `${app}里还有 ${count} 份没有送达，换到浏览器后看不到。先在这里登录，全部送达后再换。`,
  },
  show: '显示',
  hide: '隐藏',
  haveCode: '我有登记码',
  known: '这部手机上的人',
  continueOffline: (name: string) => `以 ${name} 继续（离线）`,
};

export const firstAdmin = {
  title: '创建第一位管理员',
  lead: '服务器刚刚启动，还没有任何人。启动时屏幕上印有一次性代码。',
  code: '一次性代码',
  name: '姓名',
  region: '区县代码（6 位）',
  submit: '创建并登录',
  usernameHint: '3–30 位小写字母、数字或 _ . -',
  passwordHint: '至少 8 位',
  created: '管理员已创建，只是还没有登录上。请再点一次。',
  unsure: '没有等到服务器的回答，可能已经创建好了。连上网络后请再点一次，不会重复创建。',
  failed: '没有创建成功，请核对一次性代码和各项内容',
};
