import { cpus } from 'node:os';
import { defineConfig } from '@playwright/test';

// One story more at a time than there are cores, for stories wait more than they compute; each with a server, readers and a browser of its own.
// A story that fails is played again from its beginning, at most twice, and the run says so by name; count_reporter.ts lets that pass for three stories, not for four.
// How long something may take says only when to give up: a busy machine is no failure.
// Stories are handed out in the order of the projects: those that take minutes first, so that nobody waits in the end for one that began last.
const LONG = ['0_every_page', '7_for_everybody', '8_keys', '9_counters', '10_key_cards', '12_balance_at_the_office', '15_key_office', '20_getting_about', '36_irrigation', '41_hostile_text', '42_from_another_zone'].map((name) => `**/${name}.spec.ts`);
export default defineConfig({
  testDir: 'stories',
  outputDir: 'output/failed',
  workers: cpus().length + 1,
  retries: 2,
  forbidOnly: true,
  timeout: 600_000,
  expect: { timeout: 60_000 },
  reporter: [['list'], ['./house/count_reporter.ts']],
  projects: [
    { name: 'long', testMatch: LONG },
    { name: 'short', testIgnore: LONG },
  ],
  use: {
    viewport: { width: 1280, height: 720 },
    locale: 'en-GB',
    contextOptions: { reducedMotion: 'reduce' }, // what glides and fades is drawn sixty times a second, by processors that others wait for
    timezoneId: 'Asia/Shanghai',
    actionTimeout: 60_000,
    trace: process.env.KWOTA_TRACE ? 'retain-on-failure' : 'off', // a trace of every step costs a fifth of the time: ask for it when one has failed
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: '/usr/bin/chromium-headless-shell',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
        '--js-flags=--no-opt --max-lazy'], // pages live for seconds: compilers that make their code quick cost more than they give back
    },
  },
});
