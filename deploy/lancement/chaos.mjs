import { lancerScript } from './banc.mjs';

lancerScript('test/epreuves/chaos/main.mjs');
