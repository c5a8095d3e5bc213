import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { accessible, noSidewaysScroll } from '../house/access';
import { Bench, type Meter } from '../house/bench';
import { Counter } from '../house/counter';
import { component, KEY_PAGES, KeyOffice, nothingLeftOf, supplierLetters } from '../house/keys';
import { bothFor } from '../house/kwota';
import { complaints } from '../house/office';
import { person, secondWindow, speak } from '../house/people';
import { shot } from '../house/shots';

// From four officers' components to the key in a meter: nobody knows the key, and every step takes two people.
// 孙伟, Соколов, Emma Clark and 高洁 are the officers; Jan Keller and Орлова manage keys; Eva Novak watches over them.

const ACCOUNT = '100005';
const FIRST_SALE = '100';
const DAY = 86_400;
const ZONE_S = 8 * 3600; // the sample utility lives by Asia/Shanghai

const { kwota, keyOffice } = bothFor('8_keys');
const office: Record<string, KeyOffice> = {};
const components = Object.fromEntries(['sun', 'sokolov', 'clark', 'gao'].map((name) => [name, component()]));
let keller: KeyOffice;
let orlova: KeyOffice;
let counter: Counter;
let bench: Bench;
let card = '';
let meterNumber = '';
let meter: Meter;

test('officers, managers and the auditor come to work at an address of their own, which says that it is the key office', async ({ browser }) => {
  const languages = { sun: 'zh', sokolov: 'ru', clark: 'en', gao: 'zh', keller: 'en', orlova: 'ru', novak: 'en' } as const;
  for (const [name, language] of Object.entries(languages)) office[name] = new KeyOffice(await person(browser, keyOffice, name, language), name);
  keller = office['keller']!;
  orlova = office['orlova']!;
  await keller.page.goto('/');
  await expect(keller.at('steps')).toHaveAttribute('data-next', 'backup_key');
  await expect(keller.at('key-office-label')).toBeVisible();
  await expect(keller.at('sample-label')).toBeVisible();
  await shot(keller.page, '8-first-day');
});

test('the server that sells has no door to keys, and the key office none to the counter', async ({ browser }) => {
  counter = new Counter(await person(browser, kwota, 'wang'));
  bench = new Bench(await secondWindow(counter.page, 'wang'));
  await expect(counter.at('nav-keys')).toBeHidden();
  await counter.page.goto('/keys/tree');
  await expect(counter.page).toHaveURL(/\/counter$/);
  expect((await counter.page.request.get('/api/v1/keys/tree')).status()).toBe(404);
  for (const nothing of ['nav-counter', 'nav-office', 'nav-bench', 'search', 'lamp-reader', 'where']) await expect(keller.at(nothing)).toBeHidden();
  for (const nowhere of ['/counter', '/bench', '/office/customers']) {
    await keller.page.goto(nowhere);
    await expect(keller.page).toHaveURL(/\/keys\/tree$/);
  }
  expect((await keller.page.request.get('/api/v1/customers')).status()).toBe(404);
  await counter.open();
  await counter.takeTill('E01', 'T1');
  await counter.openShift('0');
  await expect(counter.at('sample-keys')).toBeVisible();
});

test('without a backup key no key is formed', async () => {
  await keller.open('ceremony');
  await keller.at('ceremony-start').click();
  await keller.at('ceremony-begin').click();
  await keller.refused('backup_key_missing');
  await keller.page.keyboard.press('Escape');
});

test('the backup key is split over three officers; each sees his share once', async () => {
  await keller.open('backup');
  for (const name of ['sun', 'sokolov', 'clark']) await keller.at(`holder-choice-${name}`).check();
  await keller.at('holder-choice-gao').uncheck();
  await shot(keller.page, '8-backup-key');
  await keller.at('backup-key-reason').fill('first day of the key office');
  await keller.at('backup-key-make').click();
  await expect(keller.at('second-what').getByTestId('proposal-holder')).toHaveCount(3);
  for (const name of ['sun', 'sokolov', 'clark']) await expect(keller.at('second-what')).toContainText(name);
  await shot(keller.page, '8-second-manager');
  await keller.with(orlova);
  await expect(keller.at('backup-key')).toHaveAttribute('data-made', 'true');
  for (const name of ['sun', 'sokolov', 'clark']) {
    const holder = office[name]!;
    await holder.open('backup');
    if (name === 'clark') await shot(holder.page, '8-share'); // never with the share itself
    await holder.at('share-show').click();
    const share = (await holder.at('share-text').getAttribute('data-value'))!;
    expect(share).toMatch(/^KS1-[123]-2-/);
    await holder.at('share-written').click();
    await expect(holder.at('share-collected')).toBeVisible();
    await nothingLeftOf(holder.page, share);
    await holder.page.reload();
    await expect(holder.at('share-collected')).toBeVisible();
  }
  await office['gao']!.open('backup');
  await expect(office['gao']!.at('own-share')).toBeHidden();
  await keller.isNext('factors');
});

test('the codes of utility and province are set; a short one is named', async () => {
  await keller.at('factor-province').fill('1300');
  await keller.at('factors-save').click();
  await expect(keller.page.locator('#factor-province-error')).toBeVisible();
  await keller.at('factor-utility').fill('KWOTA001');
  await keller.at('factor-province').fill('13000000');
  await keller.at('factors-save').click();
  await expect(keller.at('factors')).toContainText('4B574F5441303031');
  await keller.isNext('ceremony');
});

test('the manager starts a ceremony of four officers', async () => {
  await keller.startCeremony('seed');
  await expect(keller.at('component-entry')).toBeHidden();
  await expect(keller.at('ceremony-form')).toBeHidden();
  await shot(keller.page, '8-ceremony-open');
});

test('a wrong repetition, a lost digit and a weak component are refused', async () => {
  const sun = office['sun']!;
  await sun.open('ceremony');
  await sun.types(components['sun']!, components['sun']!.slice(0, 31));
  await expect(sun.page.locator('#component-again-error')).toBeVisible();
  await sun.types(components['sun']!, components['gao']!);
  await sun.refused('components_differ');
  await expect(sun.at('component')).toHaveValue('');
  await shot(sun.page, '8-entries-differ');
  await sun.types('0'.repeat(32));
  await sun.refused('weak_key');
  for (const thought of ['0123456789ABCDEF'.repeat(2), '000102030405060708090A0B0C0D0E0F', '6B776F7461206D617374657220736565']) {
    await sun.types(thought);
    await sun.refused('weak_key');
  }
});

test('he types his component in groups, masked, and gets its check value; the others do not see it', async () => {
  const sun = office['sun']!;
  await sun.at('component-way').selectOption('type');
  const grouped = components['sun']!.match(/.{4}/g)!.join(' ').toLowerCase();
  await sun.at('component').pressSequentially(grouped);
  await expect(sun.at('component-count')).toHaveAttribute('data-digits', '32');
  await expect(sun.at('component')).toHaveAttribute('type', 'password');
  await sun.at('component-again').fill(grouped);
  await shot(sun.page, '8-component-typed');
  const sent = sun.page.waitForRequest(/\/components$/);
  await sun.page.keyboard.press('Enter');
  expect(Object.keys(await (await sent).allHeaders())).not.toContain('idempotency-key');
  await expect(sun.at('component-receipt')).toBeVisible();
  const own = (await sun.at('component-check-value').getAttribute('data-value'))!;
  await shot(sun.page, '8-component-in');
  await nothingLeftOf(sun.page, components['sun']!);
  await expect(keller.at('part-sun')).toHaveAttribute('data-given', 'true');
  await nothingLeftOf(keller.page, own);
});

test('the component of another officer is refused, and a window that was left is emptied', async () => {
  const sokolov = office['sokolov']!;
  await sokolov.open('ceremony');
  await sokolov.types(components['sun']!);
  await sokolov.refused('component_of_another');
  await sokolov.at('component').fill(components['sokolov']!);
  await sokolov.page.evaluate(() => window.dispatchEvent(new Event('blur')));
  await expect(sokolov.at('component')).toHaveValue('');
  await expect(sokolov.at('component-forgotten')).toBeVisible();
  await sokolov.enters(components['sokolov']!);
});

test('only the manager who began forms the key, and only from all components', async () => {
  await office['clark']!.enters(components['clark']!);
  await expect(keller.at('ceremony')).toHaveAttribute('data-given', '3');
  await expect(keller.at('ceremony-form')).toBeHidden();
  await office['gao']!.enters(components['gao']!);
  await orlova.open('ceremony');
  await expect(orlova.at('ceremony')).toHaveAttribute('data-given', '4');
  await expect(orlova.at('ceremony-form')).toBeHidden();
  const checkValue = await keller.forms();
  expect(checkValue).toMatch(/^[0-9A-F]{6}$/);
  await expect(keller.at('ceremony-roots')).toBeVisible();
  await shot(keller.page, '8-key-formed');
  const clark = office['clark']!;
  await expect(clark.at('ceremony-check-value')).toHaveAttribute('data-value', checkValue);
  await keller.isNext('transport');
  await expect(keller.at('check-office-seed-1')).toHaveAttribute('data-value', checkValue);
});

test('two officers enter the supplier\'s transport key from their letters', async () => {
  await keller.startCeremony('card_transport', ['sun', 'sokolov']);
  const [first, second] = supplierLetters();
  await office['sun']!.enters(first);
  await office['sokolov']!.enters(second);
  await expect(keller.at('ceremony')).toHaveAttribute('data-given', '2');
  await keller.forms();
  await keller.isNext('backup_file');
});

test('a backup is written before the keys come into use', async () => {
  await keller.open('backup');
  await keller.does('backup-write', 'after the ceremony');
  await keller.with(orlova);
  await expect(keller.at('backup-files').getByRole('link')).toHaveCount(1);
  await keller.isNext('deliver');
});

test('the other manager finds the request on his own workstation, and rejects or approves it there', async () => {
  await keller.does('deliver', 'keys for the counters');
  await keller.at('second-later').click();
  await expect(keller.at('approval-waits')).toBeVisible();
  await orlova.open('approvals');
  await orlova.page.locator('tbody tr.openable').first().click();
  await orlova.at('approval-approve').click();
  await expect(orlova.at('approval-approve')).toBeHidden();
  await keller.at('approval-repeat').click();
  await expect(keller.at('deliver-dialog')).toBeHidden();
  await keller.isNext('activate');
  await expect(keller.at('key-credit-1')).toHaveAttribute('data-state', 'pending');
  await shot(keller.page, '8-delivered');
});

test('activated: the label of the sample keys disappears at the counter, without a reload', async () => {
  await expect(counter.at('sample-keys')).toBeVisible();
  await keller.does('activate', 'check values compared');
  await keller.with(orlova);
  await expect(keller.at('key-credit-1')).toHaveAttribute('data-state', 'active');
  await expect(counter.at('sample-keys')).toBeHidden();
  await expect(keller.at('steps')).toHaveAttribute('data-next', '');
  await shot(keller.page, '8-own-keys');
});

test('a meter fresh from the factory is hung up for a customer who waits for his card', async () => {
  const accounts = (await (await counter.page.request.get(`/api/v1/accounts?filter.number=${ACCOUNT}`)).json()) as { rows: { meter: string }[] };
  meterNumber = accounts.rows[0]!.meter;
  await bench.open();
  meter = bench.meter(meterNumber);
  await bench.page.getByTestId('new-meter').click();
  await bench.page.getByTestId('new-meter-number').fill(meterNumber);
  await bench.page.getByTestId('new-meter-factory').check();
  await bench.page.getByTestId('new-meter-make').click();
  await meter.shows({ keys: 'public', count: '0' });
  await expect(bench.page.getByTestId(`meter-keys-${meterNumber}`)).toHaveAttribute('data-version', '0');
  await expect(bench.page.getByTestId(`meter-keys-${meterNumber}`).getByRole('button')).toHaveCount(0); // at the bench nobody gives keys
});

test('the first sale under own keys: the card is personalised, and the factory meter refuses it', async () => {
  card = (await bench.wallet())[0]!;
  await bench.put(card, 'reader:0');
  await counter.openAccount(ACCOUNT, FIRST_SALE);
  await counter.is('done');
  await expect(counter.at('outcome-sum')).toContainText('100.00');
  await shot(counter.page, '8-first-sale');
  await bench.put(card, `meter:${meterNumber}`);
  await meter.finished();
  await expect(meter.error()).toBeVisible();
  await meter.shows({ keys: 'public', count: '0' });
  expect(await meter.remaining()).toBe(0);
  await meter.box.scrollIntoViewIfNeeded();
  await bench.page.screenshot({ path: 'output/shots/8-factory-meter-refuses.png' });
  await bench.put(card, 'wallet');
});

test('a number that is none is named; what the meter does not take is refused', async () => {
  await keller.open('meters');
  await keller.at('meter-number').fill('41260000014x');
  await keller.at('meter-number').press('Tab');
  await expect(keller.page.locator('#meter-number-error')).toBeVisible();
  await keller.at('meter-number').fill(meterNumber);
  await keller.does('update-keys', 'new meter');
  await keller.refused('meter_has_no_keys');
  await keller.page.keyboard.press('Escape');
  await keller.at('leave-discard').click();
});

test('the meter shows its certificate: the key office knows it from then on, and nothing in it is changed', async () => {
  await keller.at('bring-certificate').click();
  await expect(keller.at('bring-certificate-dialog')).toContainText(meterNumber);
  await keller.at('bring-certificate-send').click();
  await expect(keller.at('certificate-brought')).toHaveAttribute('data-module', /^[0-9A-F]+$/i);
  for (const language of ['zh', 'ru', 'en'] as const) {
    await speak(keller.page, language);
    await accessible(keller.page, `a meter has shown its certificate, ${language}`);
    await shot(keller.page, `8-meter-certificate-${language}`);
  }
  await meter.shows({ keys: 'public' });
});

test('a key manager downloads the keys into the meter, past the counters that carry them', async () => {
  await keller.meter('download', meterNumber, 'new meter');
  await expect(keller.at(`meter-work-${meterNumber}`)).toHaveAttribute('data-version', '1');
  for (const language of ['zh', 'ru', 'en'] as const) {
    await speak(keller.page, language);
    await accessible(keller.page, `a meter has its keys, ${language}`);
    await shot(keller.page, `8-meter-has-keys-${language}`);
  }
  await meter.shows({ keys: 'private' });
  await expect(bench.page.getByTestId(`meter-keys-${meterNumber}`)).toHaveAttribute('data-version', '1');
  await bench.page.getByTestId(`meter-keys-${meterNumber}`).scrollIntoViewIfNeeded();
  await bench.page.screenshot({ path: 'output/shots/8-bench-meter-has-keys.png' });
});

test('now the meter takes the sale, and takes it once', async () => {
  await bench.put(card, `meter:${meterNumber}`);
  await meter.finished();
  await meter.shows({ count: '1', relay: 'closed' });
  expect(await meter.remaining()).toBe(100);
  await bench.put(card, 'wallet');
  await bench.put(card, `meter:${meterNumber}`);
  await meter.finished();
  await meter.shows({ count: '1' });
  expect(await meter.remaining()).toBe(100);
  await bench.put(card, 'wallet');
});

const OFFICER_PIN = '864209';
let officerCard = '';
let motherCard = '';
let controlCard = '';

test('the master control card and its control card are issued by the vault', async () => {
  const mother = await bench.newCard();
  await bench.put(mother, 'reader:0');
  await keller.open('devices');
  await keller.at('card-issue').click();
  await expect(keller.at('key-card-blank')).not.toHaveValue('');
  await keller.at('key-card-issue').click();
  await expect(keller.page.locator('#issue-pin-error')).toBeVisible();
  await shot(keller.page, '8-issue-card');
  await keller.page.keyboard.press('Escape');
  motherCard = await keller.issues('master_control', '246810', orlova);
  await bench.put(mother, 'wallet');
  const control = await bench.newCard();
  await bench.put(control, 'reader:0');
  controlCard = await keller.issues('control', '135791', orlova);
  await expect(keller.at(`row-${motherCard}`)).toContainText(controlCard.slice(-4));
  await bench.put(control, 'wallet');
});

test('the control card is lost: two managers declare it void, and its mother with it', async () => {
  await keller.at(`row-${controlCard}`).click();
  await expect(keller.at('device-next')).toBeVisible();
  await shot(keller.page, '8-lost-card');
  await keller.does('device-void', 'lost on the way from the bank');
  await expect(keller.at('second-what')).toContainText(motherCard);
  await keller.with(orlova);
  await keller.open('devices');
  for (const serial of [motherCard, controlCard]) await expect(keller.at(`row-${serial}`).locator('.tag.bad')).toBeVisible();
  await shot(keller.page, '8-void-pair');
  await keller.at('card-issue').click();
  await keller.at('key-card-kind').selectOption('province');
  await expect(keller.at('key-card-mother').locator('option')).toHaveCount(0);
  await keller.page.keyboard.press('Escape');
  await keller.at('leave-discard').click();
});

test('an officer has the vault make a component for his card; the ceremony is put off, and the card keeps it', async () => {
  const sun = office['sun']!;
  await keller.startCeremony('seed');
  officerCard = await bench.newCard();
  await bench.put(officerCard, 'reader:0');
  await sun.open('ceremony');
  await sun.at('component-way').selectOption('make');
  await expect(sun.at('component')).toBeHidden();
  await expect(sun.at('officer-card')).not.toHaveValue('');
  await sun.at('officer-card-pin').fill(OFFICER_PIN);
  await sun.at('officer-card-again').fill('864290');
  await sun.page.keyboard.press('Enter');
  await expect(sun.page.locator('#officer-card-again-error')).toBeVisible();
  await shot(sun.page, '8-officer-card');
  await sun.at('officer-card-again').fill(OFFICER_PIN);
  await sun.page.keyboard.press('Enter');
  await expect(sun.at('component-receipt')).toBeVisible();
  await expect(sun.at('component-check-value')).toBeHidden();
  await keller.does('ceremony-abandon', 'Clark is ill');
  await expect(keller.at('ceremony')).toHaveAttribute('data-state', 'abandoned');
});

test('a year later a second seed is formed, backed up, delivered and activated', async () => {
  await keller.startCeremony('seed');
  await expect(keller.at('ceremony')).toHaveAttribute('data-given', '0');
  await office['sun']!.bringsByCard(OFFICER_PIN);
  await office['sokolov']!.rolls();
  for (const name of ['clark', 'gao']) await office[name]!.enters(component());
  await bench.put(officerCard, 'wallet');
  await expect(keller.at('ceremony')).toHaveAttribute('data-given', '4');
  await keller.forms();
  await keller.isNext('backup_file');
  await keller.open('backup');
  await keller.does('backup-write', 'second version');
  await keller.with(orlova);
  await keller.isNext('deliver');
  await keller.does('deliver', 'key change');
  await keller.with(orlova);
  await expect(keller.at('steps')).toHaveAttribute('data-next', 'activate');
  await keller.does('activate', 'key change');
  await keller.with(orlova);
  await expect(keller.at('key-credit-2')).toHaveAttribute('data-state', 'active');
  await keller.at('version-1').click();
  await expect(keller.at('key-credit-1')).toHaveAttribute('data-state', 'retiring');
  await shot(keller.page, '8-two-versions');
});

test('the key change begins: counted is what still has the old version, and where', async () => {
  await keller.open('campaigns');
  await keller.at('campaign-start').click();
  const clock = (await bench.page.getByTestId('bench-clock').getAttribute('data-value'))!;
  await keller.at('campaign-date').fill(new Date(Date.parse(clock) + (ZONE_S + DAY) * 1000).toISOString().slice(0, 10)); // tomorrow, there
  await keller.at('campaign-start-reason').fill('yearly change');
  await keller.at('campaign-start-send').click();
  await keller.with(orlova);
  await expect(keller.at('campaign')).toHaveAttribute('data-state', 'running');
  await expect(keller.at('bar-vaults')).toHaveAttribute('data-done', '1');
  await expect(keller.at('bar-meters')).toHaveAttribute('data-done', '0');
  await expect(keller.at('campaign-missing')).toContainText(meterNumber.slice(0, 4));
  await shot(keller.page, '8-campaign');
});

test('before its date it cannot be finished while something is missing', async () => {
  await keller.does('campaign-finish', 'too early');
  await keller.refused('campaign_incomplete');
  await keller.page.keyboard.press('Escape');
  await keller.at('leave-discard').click();
});

test('the meter gets the new version over the link, and still takes the card of the old one', async () => {
  await bench.put(card, 'reader:0');
  await counter.is('recognised');
  await counter.sell('50');
  await counter.is('done');
  await counter.enter();
  await orlova.meter('update', meterNumber, 'key change');
  await expect(orlova.at(`meter-work-${meterNumber}`)).toHaveAttribute('data-version', '2');
  await expect(bench.page.getByTestId(`meter-keys-${meterNumber}`)).toHaveAttribute('data-version', '2');
  await bench.put(card, `meter:${meterNumber}`);
  await meter.finished();
  await meter.shows({ count: '2' });
  expect(await meter.remaining()).toBe(150);
  await expect(keller.at('bar-meters')).toHaveAttribute('data-done', '1');
});

test('the card is re-keyed when it next lies on the reader', async () => {
  await bench.put(card, 'reader:0');
  await counter.is('recognised');
  await expect(keller.at('bar-cards')).toHaveAttribute('data-done', '1');
  await counter.sell('20');
  await counter.is('done');
  await counter.enter();
  await bench.visit(card, meterNumber);
  await meter.shows({ count: '3' });
  expect(await meter.remaining()).toBe(170);
});

test('its date has passed: two managers finish the key change, and the old version is retired', async () => {
  await bench.leap(DAY);
  await bench.leap(DAY);
  await keller.page.reload();
  await expect(keller.at('campaign-say')).toBeVisible();
  await keller.does('campaign-finish', 'the date has passed');
  await keller.with(orlova);
  await expect(keller.at('campaign')).toHaveAttribute('data-state', 'done');
  await shot(keller.page, '8-campaign-done');
  await keller.open('tree');
  await keller.at('version-1').click();
  await expect(keller.at('key-credit-1')).toHaveAttribute('data-state', 'retired');
});

test('the auditor reads both persons, reason and check value of every step, and the chain is whole', async () => {
  const novak = office['novak']!;
  await novak.open('journal');
  await novak.at('verify-now').click();
  await expect(novak.at('verify-result')).toHaveAttribute('data-ok', 'true');
  await expect(novak.at('table-key-journal')).toContainText('Орлова Н. В.');
  const steps = await novak.at('table-key-journal').locator('tbody tr td:nth-child(3)').allInnerTexts();
  expect(steps.filter((step) => step.includes('_')), 'each step has its words').toEqual([]);
  await expect(novak.page.getByRole('main')).not.toContainText(/key_event\./);
  await shot(novak.page, '8-journal');
  await novak.at('export').click();
  const download = novak.page.waitForEvent('download');
  await novak.at('export-csv').click();
  const journal = readFileSync((await (await download).path())!, 'utf8');
  expect(journal).toContain('yearly change');
  for (const secret of Object.values(components)) expect(journal.toUpperCase()).not.toContain(secret);
  for (const what of ['deliver', 'activate', 'ceremony-start', 'campaign-start']) await expect(novak.at(what)).toBeHidden();
});

// The manager sees all there is; officer and auditor see some of it with other buttons.
for (const [name, languages] of [['keller', ['zh', 'ru', 'en']], ['sun', ['zh']], ['novak', ['en']]] as const) {
  test(`every page that ${name} sees is for everybody: ${languages.join(', ')}`, async () => {
    const one = office[name]!;
    const heard = complaints(one.page); // a door that the key office does not have
    for (const id of KEY_PAGES.filter((page) => !((page === 'approvals' || page === 'meters') && name !== 'keller') && !(page === 'journal' && name === 'sun'))) {
      await one.open(id);
      for (const language of languages) {
        await speak(one.page, language);
        await one.loaded(id);
        await accessible(one.page, `${id} ${name} ${language}`);
        expect(await one.page.getByRole('main').innerText(), `${id} in ${language}`).not.toMatch(/\b(page|column|state|word|table|error|key_[a-z]+|ceremony|component|campaign|vaults|factors|counters|fingerprint|shell)\.[a-z_]+\b/);
        if (name === 'keller') await shot(one.page, `8-${id}-${language}`);
      }
    }
    expect(heard).toEqual([]);
  });
}

test('nothing scrolls sideways at 1024 x 640', async () => {
  await keller.page.setViewportSize({ width: 1024, height: 640 });
  for (const language of ['zh', 'ru', 'en'] as const) {
    await speak(keller.page, language);
    for (const id of KEY_PAGES) {
      await keller.open(id);
      await noSidewaysScroll(keller.page, `${id} ${language}`);
    }
  }
});
