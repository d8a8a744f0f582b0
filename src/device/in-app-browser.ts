/**
 * Browsers inside another app, by the name that the app adds to the user agent: no feature tells them apart. Their
 * storage is not the one of the phone's browser, and most of them cannot install a page.
 */
const marks = {
  // WeCom has the mark of WeChat too.
  wecom: /wxwork/i,
  wechat: /MicroMessenger/i,
  dingtalk: /DingTalk/i,
  feishu: /Feishu|Lark\//i,
  alipay: /AlipayClient/i,
  weibo: /Weibo/i,
  // Not MQQBrowser, which is a browser of its own.
  qq: /\bQQ\//,
} as const;

/** `other`: an app that is not in the list. */
export type InAppBrowser = keyof typeof marks | 'other';

type AppBrowser = Pick<Navigator, 'userAgent'> & { readonly standalone?: boolean };

/** A web view of Android has the mark `wv`. One of iOS lacks the name Safari, as an app on the home screen does. */
const isWebView = ({ userAgent, standalone }: AppBrowser): boolean =>
  /; wv\)/.test(userAgent) ||
  (/iPhone|iPad|iPod/.test(userAgent) && !userAgent.includes('Safari/') && standalone !== true);

/** The app that shows this page inside itself; null in a browser and in an installed app. */
export const inAppBrowser = (browser: AppBrowser = navigator): InAppBrowser | null => {
  for (const app of Object.keys(marks) as (keyof typeof marks)[])
    if (marks[app].test(browser.userAgent)) return app;
  return isWebView(browser) ? 'other' : null;
};
