/** What a trial says as it goes, and its closing line. */
export class Bilan {
  depart = performance.now();
  passed = 0;
  failed = 0;

  dire = (texte) => console.log(`[${((performance.now() - this.depart) / 1000).toFixed(1).padStart(6)} s] ${texte}`);

  noter = (nom, anomalies) => {
    this[anomalies.length ? 'failed' : 'passed']++;
    this.dire(`${anomalies.length ? 'ÉCHEC' : 'ok   '} ${nom}${anomalies.map((a) => `\n             ${a}`).join('')}`);
  };

  /** Runs the whole, tells what interrupted it, prints the closing line and ends the process. */
  async conclure(quoi, faire) {
    await faire().catch((e) => this.noter(`${quoi} : interruption`, [e.message]));
    console.log(`\n${this.passed} passed, ${this.failed} failed`);
    process.exit(this.failed || !this.passed ? 1 : 0);
  }
}
