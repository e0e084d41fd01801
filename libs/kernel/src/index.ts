export * from './decision';
export * from './acteur';
