import { lancerScript } from './banc.mjs';

lancerScript('test/epreuves/main.mjs');
