export { adresseDuServeur, baseDeTest } from './base';
export type { BaseDeTest } from './base';
export { jusqua } from './jusqua';
