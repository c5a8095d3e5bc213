import { expect, test, type Page } from '@playwright/test';
import { accessible } from '../house/access';
import { kwotaFor } from '../house/kwota';
import { agrees, person, unlock } from '../house/people';
import { shot } from '../house/shots';

// Long work: Miller has a list made as a job, is told of it, takes its file away, and has a report sent by plan. What leaves the house: his own address, a test letter, the relay. The administrator proves a copy, and puts one in place with him.

const kwota = kwotaFor('31_jobs');
let manager: Page, admin: Page;

test('a list is asked for as a job', async ({ browser }) => {
  manager = await person(browser, kwota, 'miller');
  await manager.goto('/office/jobs');
  await expect(manager.getByText('No long work has been asked for yet.')).toBeVisible();
  await manager.goto('/office/customers');
  await manager.getByTestId('export').click();
  await manager.getByTestId('as-job-list-csv').click();
  await expect(manager.getByTestId('asked-job-list-csv')).toBeVisible();
  await accessible(manager, 'a list as a job');
  await manager.getByTestId('asked-job-list-csv').click();
  await expect(manager.getByTestId('job-progress')).toHaveAttribute('data-state', 'done');
  await expect(manager.getByTestId('job-result')).toBeVisible();
  await accessible(manager, 'a job');
  await shot(manager, '31-job');
});

test('its file is his', async () => {
  const download = manager.waitForEvent('download');
  await manager.getByTestId('job-file').click();
  expect((await download).suggestedFilename()).toContain('customers.csv');
});

test('he is told of it, and says that he has seen it', async () => {
  await expect(manager.getByTestId('notices-bell')).not.toHaveAttribute('data-count', '0');
  await manager.goto('/office/notices');
  await expect(manager.getByTestId('notice-job_ended-1')).toContainText('Job 1 is done: List');
  await accessible(manager, 'notifications');
  await manager.getByTestId('notice-job_ended-1').getByTestId('see-notice').click();
  await expect(manager.getByTestId('notice-job_ended-1')).toContainText('Ann Miller');
});

test('a report is sent by plan', async () => {
  await manager.goto('/office/sends');
  await manager.getByTestId('send-name').fill('For the county');
  await manager.getByTestId('send-what').selectOption('report R07');
  await manager.getByTestId('send-keep').click();
  await expect(manager.getByTestId('send-1')).toContainText('every month');
  await accessible(manager, 'sent by plan');
  await manager.getByTestId('send-end').click();
  await expect(manager.getByTestId('sends')).toHaveAttribute('data-rows', '0');
});

test('a month that goes on is not closed, and the job says why', async () => {
  await manager.goto('/office/month-ends');
  await expect(manager.getByTestId('month-next')).toContainText('Next is');
  await expect(manager.getByTestId('month'), 'the next one stands there').toHaveAttribute('data-value', /^\d{4}-\d\d$/);
  await manager.getByTestId('month').fill('2020-01');
  await manager.getByTestId('as-job-month_end').click();
  await manager.getByTestId('asked-job-month_end').click();
  await expect(manager.getByTestId('job-error')).toContainText('2020-01');
  await accessible(manager, 'a job that failed');
});

test('a copy is proved', async ({ browser }) => {
  admin = await person(browser, kwota, 'admin');
  await admin.goto('/office/backup');
  await admin.getByTestId('backup-now').click();
  await expect(admin.getByTestId('backup-done')).toBeVisible();
  await admin.getByTestId('as-job-prove').click();
  await admin.getByTestId('asked-job-prove').click();
  await expect(admin.getByTestId('job-figure-findings')).toHaveText('0');
  await shot(admin, '31-proved');
});

test('he says where letters reach him, and of what', async () => {
  await manager.goto('/office/notices');
  await manager.getByTestId('operator-menu').click();
  await manager.getByTestId('menu-own-mail').click();
  await manager.getByTestId('own-mail-address').fill('miller at example');
  await manager.getByTestId('own-mail-save').click();
  await expect(manager.getByTestId('problem')).toContainText('is no mail address');
  await manager.getByTestId('own-mail-address').fill('miller@example.org');
  await manager.getByTestId('own-mail-job_ended').check();
  await manager.getByTestId('own-mail-save').click();
  await expect(manager.getByTestId('own-mail-saved')).toBeVisible();
  await accessible(manager, 'own mail');
});

test('a test letter waits, because no relay is set, and is cancelled', async () => {
  await manager.goto('/office/letters');
  await expect(manager.getByTestId('letter-ways')).toContainText('No mail leaves');
  await manager.getByTestId('test-address').fill('miller@example.org');
  await manager.getByTestId('test-send').click();
  await expect(manager.getByTestId('test-sent')).toContainText('Letter 1');
  await manager.goto('/office/letters?open=1');
  await expect(manager.getByTestId('letter-text')).toContainText('whether letters leave the house');
  await accessible(manager, 'a letter');
  await manager.getByTestId('letter-cancel').click();
  await expect(manager.getByTestId('fact-state')).toContainText('cancelled');
  await shot(manager, '31-letter');
});

test('a setting that is a text says what it takes', async () => {
  await admin.goto('/office/settings?open=mail_relay');
  await expect(admin.getByTestId('setting-form')).toContainText('smtps://host:465');
  await admin.getByTestId('setting-new').fill('mail.example.org');
  await admin.getByTestId('setting-reason').fill('letters');
  await admin.getByTestId('setting-ask').click();
  await expect(admin.getByTestId('setting-form')).toContainText('is no mail relay');
  await accessible(admin, 'the setting of the mail relay');
});

test('what the copy lacks is named, and two persons put it in place', async () => {
  await admin.goto('/office/backup');
  await expect(admin.getByTestId('size-books')).toBeVisible();
  await accessible(admin, 'copies and sizes');
  await admin.getByTestId('table-backup').getByText(/\.db$/).first().click();
  await expect(admin.getByTestId('restore-sold')).toHaveAttribute('data-sold', '0');
  await admin.getByTestId('restore-ask').click();
  await expect(admin.getByTestId('restore-reason')).toHaveAttribute('aria-invalid', 'true');
  await admin.getByTestId('restore-reason').fill('the disk forgot half');
  await admin.getByTestId('restore-ask').click();
  await accessible(admin, 'a second person for a restore');
  await shot(admin, '31-restore');
  await agrees(admin, 'miller');
  // The program begins again: who was there signs in again, and the page says what was put in place.
  await expect(admin.getByTestId('lock-dialog')).toBeVisible({ timeout: 120_000 });
  await unlock(admin, 'admin');
  await expect(admin.getByTestId('restored')).toContainText('Ann Miller');
  await expect(admin.getByTestId('size-put_aside')).not.toHaveText('0');
  await accessible(admin, 'a copy that was put in place');
  await shot(admin, '31-restored');
});
