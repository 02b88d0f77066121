import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { repositoryRoot } from '#platform/config';
import { TestSystem } from '../testkit/system.js';

/* The page of `examples/frontend`, as a person uses it, in a real browser. */

const executablePath = '/usr/bin/chromium';
const documents = join(repositoryRoot, 'examples/documents');
const invoice = join(documents, 'invoices/invoice-harbour-1042.pdf');
const newsletter = join(documents, 'letters/newsletter-with-hidden-text.html');
const soon = { timeout: 50_000 };

(existsSync(executablePath) ? describe : describe.skip)(
  'the page in a browser (this machine has none: install chromium)',
  () => {
    let server: ChildProcess;
    let system: TestSystem;
    let browser: Browser;
    let page: Page;
    let address: string;
    const faults: string[] = [];

    beforeAll(async () => {
      server = spawn(process.execPath, [join(repositoryRoot, 'examples/frontend/serve.mjs'), '--port', '0']);
      const [line] = await once(server.stdout!, 'data', { signal: AbortSignal.timeout(10_000) });
      [address = ''] = String(line).split('\n');
      system = await TestSystem.start({ settings: { CORS_ORIGINS: address } });
      browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
      page = await browser.newPage();
      page.on('pageerror', (error) => faults.push(String(error)));
      page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    });
    afterAll(async () => {
      await browser?.close();
      await system?.close();
      server?.kill();
    });

    it('says that a token is not right', async () => {
      await page.goto(address);
      await signIn('nobody');
      await page.getByRole('alert').filter({ hasText: 'Authentication is required' }).waitFor(soon);
      faults.length = 0; // the browser itself reports the 401
    });

    it('uploads files and follows their reading to the end', async () => {
      await signIn(system.token);
      await page.getByRole('heading', { name: 'Documents' }).waitFor(soon);
      await page.getByText('No documents yet').waitFor(soon);
      await page.getByRole('status').filter({ hasText: 'Live' }).waitFor(soon);
      await page.getByLabel('Add files').setInputFiles([invoice, newsletter]);
      await page.locator('#documents li[data-status=READY]', { hasText: 'invoice' }).waitFor(soon);
      await page.locator('#documents li[data-status=QUARANTINED]').waitFor(soon);
      expect(await page.locator('#no-documents').isVisible()).toBe(false);
    });

    it('streams an answer, and shows what it rests on', async () => {
      await page.getByLabel('Ask').fill('What is the total of invoice HOS-1042?');
      await page.getByRole('button', { name: 'Ask' }).click();
      await page.locator('#answer[data-checked=true]').waitFor(soon);
      expect(await page.locator('#answer').textContent()).toContain('789.60');
      expect(await page.locator('#outcome').textContent()).toBe('Answer');
      expect(await page.locator('#citations li').first().textContent()).toContain('invoice-harbour-1042.pdf');
    });

    it('lists a review and approves it', async () => {
      const waiting = page.locator('#reviews li', { hasText: 'newsletter' });
      expect(await waiting.textContent()).toContain('Screening found hidden or injected instructions');
      await waiting.getByRole('button', { name: 'Approve' }).click();
      await waiting.waitFor({ state: 'detached', ...soon });
      const { reviews } = await system
        .client()
        .request<{ reviews: { nodes: { outcome: string }[] } }, Record<string, never>>(
          '{ reviews(first: 5, filter: { state: RESOLVED }) { nodes { outcome } } }',
          {},
        );
      expect(reviews.nodes).toEqual([{ outcome: 'APPROVED' }]);
      await page.getByText('Nobody waits for a decision.').waitFor(soon);
    });

    it('shows what a document says as text, whatever it is', async () => {
      const name = '<img src=x onerror=alert(1)>.txt';
      await system.client().upload({ name, bytes: new TextEncoder().encode('The bell rings at noon.') });
      await page.locator('#documents li', { hasText: name }).waitFor(soon);
      expect(await page.locator('#documents img').count()).toBe(0);
      expect(faults).toEqual([]);
    });

    async function signIn(token: string): Promise<void> {
      await page.getByLabel('Gateway').fill(system.url);
      await page.getByLabel('Token').fill(token);
      await page.getByRole('button', { name: 'Sign in' }).click();
    }
  },
);
