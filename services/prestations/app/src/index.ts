export { definitionPrestations } from './prestations.module';
export { AnalyseAucune, ConfigAnalyse, analyseDe, type AnalysePiece } from './piece-jointe.analyse';
