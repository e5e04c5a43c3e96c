import type { Page } from '../../model/text/page';
import { SEARCH } from './search';
import { STYLE } from './style';

/** The page of a report around its content. */
export function reportPage(title: string): Page {
  return { language: 'en', title, style: STYLE, script: SEARCH };
}
