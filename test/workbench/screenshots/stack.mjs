// The launch of a stack at the simulator, in an order in which each state grows from the one before.
import { row, widen } from '../person.mjs';

const frame = (page) =>
  page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame');
const field = (page, id) => frame(page).locator(`[data-id="${id}"]`);
const press = (page, id) => frame(page).locator(`[data-id="press:${id}"]`).click();
const says = (page, text) => frame(page).getByText(text).first().waitFor({ timeout: 40_000 });

async function fill(page, values) {
  for (const [id, value] of Object.entries(values)) await field(page, id).fill(value);
}

export const states = [
  {
    name: 'stack-welcome',
    async enter(page, { palette }) {
      await page.click('.activitybar .action-label[aria-label*="Sigfox"]');
      await page.waitForSelector('.welcome-view-content :text("Launch Stack")');
      await widen(page);
      await palette(page, { title: 'Sigfox: Start Simulator' });
      await page.waitForSelector(row('subscribed'));
    },
  },
  {
    name: 'stack-form',
    async enter(page, { palette }) {
      await palette(page, { title: 'Sigfox: Launch Stack' });
      await says(page, 'Launch Stack');
      await field(page, 'place').selectOption('simulator');
      await field(page, 'source').selectOption('own');
      await fill(page, { 'value:ExternalId': '5832c0a1171ee25d3a4c9ee2' });
      await press(page, 'review');
      await says(page, 'This is needed.');
    },
  },
  {
    name: 'stack-link-refused',
    async enter(page) {
      await field(page, 'source').selectOption('link');
      await fill(page, {
        link: 'https://console.aws.amazon.com.evil.example/cloudformation/home#/stacks/new?templateURL=x',
      });
      await says(page, 'is not the console of AWS');
    },
  },
  {
    name: 'stack-grant-red',
    async enter(page) {
      await field(page, 'source').selectOption('own');
      await fill(page, {
        'value:SigfoxPrincipal': '444455556666',
        'value:AWSAccountId': '999999999999',
      });
      await press(page, 'review');
      await says(page, 'wants more than Sigfox needs');
    },
  },
  {
    name: 'stack-grant',
    async enter(page) {
      await press(page, 'back');
      await fill(page, { 'value:AWSAccountId': '000000000000' });
      await press(page, 'review');
      await says(page, 'Nothing else, and nobody else.');
      await field(page, 'iam').check();
    },
  },
  {
    name: 'stack-change-set',
    async enter(page) {
      await press(page, 'preview');
      await says(page, 'What Will Be Made');
    },
  },
  {
    name: 'stack-events',
    async enter(page) {
      await press(page, 'execute');
      await says(page, 'Resource creation Initiated');
    },
  },
  {
    name: 'stack-outputs',
    async enter(page) {
      await says(page, 'For the callback form of Sigfox');
      await page.waitForSelector(row('Created just now'));
      await page.waitForTimeout(1_200);
    },
  },
  {
    name: 'stack-failure',
    async enter(page, { palette }) {
      await palette(page, { title: 'Sigfox: Launch Stack' });
      await says(page, 'Stack name');
      await field(page, 'place').selectOption('simulator');
      await fill(page, {
        stackName: 'SigfoxWithBoundary',
        'value:ExternalId': '5832c0a1171ee25d3a4c9ee2',
        'value:SigfoxPrincipal': '444455556666',
        'value:PermissionsBoundary': 'arn:aws:iam::000000000000:policy/edge',
      });
      await press(page, 'review');
      await field(page, 'iam').check();
      await press(page, 'preview');
      await says(page, 'What Will Be Made');
      await press(page, 'execute');
      await says(page, 'Delete and Launch Again');
      await page.waitForTimeout(1_200);
    },
  },
];
