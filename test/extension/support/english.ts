export { inEnglish as english } from '../../../src/engine/model/translate';
