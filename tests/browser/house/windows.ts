import type { Browser, BrowserContext, BrowserContextOptions, Page } from '@playwright/test';

// The browser lasts for several stories: what one has opened is closed with it. Windows left behind would go on asking servers that are
// gone, and take the processor from the stories after it.

const opened: BrowserContext[] = [];

export async function openWindow(browser: Browser, options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext(options);
  opened.push(context);
  return context.newPage();
}

export async function closeWindows(): Promise<void> {
  await Promise.all(opened.splice(0).map((context) => context.close()));
}
