import type { BrowserContext, Page } from 'playwright-core';

export function openBrowser(
  profile: string,
  size?: { readonly width?: number; readonly height?: number },
): Promise<{ readonly context: BrowserContext; readonly page: Page }>;

export const actions: {
  palette(page: Page, request: { readonly title: string }): Promise<void>;
};
