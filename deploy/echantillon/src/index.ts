export { generer, type OptionsGeneration } from './generateur';
