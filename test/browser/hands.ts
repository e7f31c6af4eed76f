import type { Page } from 'playwright-core';

// What hands do at a desk, in the order they do it.

/** Opens an act's form with its button, or out of 更多 where it stands there; its first field has the focus then. */
export async function openAct(page: Page, label: string): Promise<void> {
  // Only then the scripts are there that open it in place.
  await page.waitForLoadState();
  const link = page.locator('.ui-primary').getByRole('link', { name: label, exact: true });
  if (!(await link.isVisible())) await page.locator('.ui-more > summary').click();
  await link.click();
  await page.locator('#act-form h2').filter({ hasText: label }).waitFor();
  await page.locator('#act :focus').waitFor();
}

/** Presses the form's own button and waits for the line that says it was done. */
export async function send(page: Page, label: string): Promise<void> {
  await page.locator('#act-form').getByRole('button', { name: label }).click();
  await page.locator('.ui-note[data-tone=ok]').waitFor();
  await page.waitForLoadState();
}

export async function doAct(page: Page, label: string, fill?: () => Promise<void>): Promise<void> {
  await openAct(page, label);
  await fill?.();
  await send(page, label);
}

/** Chooses in a picker as people do: type initials, take the best match. */
export async function pick(page: Page, label: string, typed: string): Promise<void> {
  // Until the script has come, it is a plain list.
  const input = page.getByRole('combobox', { name: label }).and(page.locator('input'));
  await input.click();
  await input.pressSequentially(typed);
  await page.locator('li[role=option]:visible').first().waitFor();
  await input.press('Enter');
}

export async function choose(page: Page, question: string, answer: string): Promise<void> {
  await page
    .getByRole('radiogroup', { name: question })
    .getByRole('radio', { name: answer, exact: true })
    .check();
}

/** What the act is going to bring, told anew after each choice. */
export async function foretold(page: Page, words: RegExp): Promise<void> {
  await page.locator('.ui-consequence').filter({ hasText: words }).waitFor();
}

/** Opens the case out of a queue by its headline. */
export async function openFromQueue(page: Page, queue: string, headline: string): Promise<void> {
  await page.goto(`/queues/${queue}`);
  await page.locator('.ui-row-link').filter({ hasText: headline }).click();
  await page.locator('.ui-state').waitFor();
  await page.waitForLoadState();
}

export async function inQueue(page: Page, queue: string): Promise<string[]> {
  await page.goto(`/queues/${queue}`);
  return page.locator('.ui-row-link').allInnerTexts();
}

/** The sentence that says where the case stands. */
export async function state(page: Page): Promise<string> {
  return (await page.locator('.ui-state').innerText()).replace(/\s+/g, ' ');
}

/** What the timeline says was done, newest first; without the notices between. */
export async function done(page: Page): Promise<string[]> {
  const stream = await page.locator('.ui-timeline-what').allInnerTexts();
  return stream.filter((text) => !text.startsWith('提醒：'));
}
