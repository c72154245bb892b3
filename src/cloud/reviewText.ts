import { grantText } from './grantWords';
import { readTemplate } from './templateDocument';
import { reviewTemplate } from './templateReview';
import type { Filling } from './templateValues';

/** What a template grants with these values, as text; or why it cannot be read. */
export function reviewText(template: string, filling: Filling): string {
  const reading = readTemplate(template);
  if (reading.kind === 'unreadable') return reading.reason;
  return grantText(reviewTemplate(reading.document, filling));
}
