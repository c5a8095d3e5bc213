import { theme as antd, type ThemeConfig } from 'antd';
import type { Scheme } from './scheme';

/** antd in the colours of tokens.css, as the root of the page has them now: its own are too pale for text (contrast below 4.5 : 1). */
export function themeOf(scheme: Scheme): ThemeConfig {
  const now = getComputedStyle(document.documentElement);
  const colour = (name: string): string => now.getPropertyValue(`--${name}`).trim();
  return {
    algorithm: scheme === 'dark' ? antd.darkAlgorithm : antd.defaultAlgorithm,
    token: {
      colorPrimary: colour('fill'),
      // Text in these colours stands on a sheet: 4.5 to 1 also under the mouse.
      colorPrimaryHover: colour('accent'),
      colorPrimaryTextHover: colour('accent'),
      colorLink: colour('accent'),
      colorLinkHover: colour('accent-ink'),
      colorSuccess: colour('good'),
      colorWarning: colour('warning'),
      colorError: colour('bad'),
      colorText: colour('ink'),
      colorTextSecondary: colour('ink-soft'),
      colorTextTertiary: colour('ink-soft'),
      colorTextQuaternary: colour('ink-soft'),
      colorTextDescription: colour('ink-soft'),
      colorTextPlaceholder: colour('ink-soft'),
      colorTextDisabled: colour('ink-soft'),
      colorBorder: colour('line-strong'),
      colorBorderSecondary: colour('line'),
      colorBgLayout: colour('ground'),
      colorBgContainer: colour('sheet'),
      colorBgElevated: colour('sheet'),
      borderRadius: 6,
      fontSize: 14,
      fontFamily: now.getPropertyValue('--font').trim(),
      motionDurationMid: '0.1s',
      motionDurationSlow: '0.15s',
    },
    components: {
      Table: { headerBg: colour('head'), headerColor: colour('ink'), cellPaddingBlockSM: 6 },
    },
  };
}
