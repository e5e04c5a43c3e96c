export { inEnglish as english } from '../../../src/engine/model/text/translate';
