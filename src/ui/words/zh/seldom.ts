/** What few people ever see: it comes when it is needed. */
export const seldom = {
  insecure: '当前网址不是 HTTPS',
  insecureWhy:
    '相机、定位和离线保存只在 HTTPS 或本机地址下可用。请让管理员给服务器配上证书,或在同一台电脑上用 localhost 打开。',
  notFound: { title: '没有这个页面', what: '地址可能写错了。', home: '回到首页' },
};
