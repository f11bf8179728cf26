extension TimelinePage {
    /// Reads the run and sorts it into rows, bands and arrows.
    static let reading = #"""
        'use strict';
        const $ = id => document.getElementById(id), D = JSON.parse($('data').textContent);
        const canvas = $('view'), pen = canvas.getContext('2d'), tip = $('tip');
        const base = n => n.split('#')[0];
        const users = new Set(), faulty = new Set(['fault', 'crash', 'clock step', 'dead letter', 'task failed']);
        for (const e of D.entries) {
          const command = e.k === 'note' && e.x.match(/^(user-\d+) (command|change)/);
          if (command) users.add(command[1]);
          e.kind = command ? command[2] : faulty.has(e.k) ? 'fault' : e.k;
          e.row = command ? (command[2] === 'command' ? command[1] : 'store')
            : e.n ? base(e.n) : e.k === 'schedule' ? 'scheduler' : 'network';
        }
        const byNumber = (a, b) => a.localeCompare(b, 'en', { numeric: true });
        const order = ['store', 'backend', 'recurrence', 'audit', 'notification', 'realtime'];
        const rank = r => r.startsWith('user-') ? -1 : r === 'scheduler' ? 98 : r === 'network' ? 99
          : (order.indexOf(r.replace(/-\d+$/, '')) + order.length + 1) % (order.length + 1);
        const rows = [...new Set(D.entries.map(e => e.row))].sort((a, b) => rank(a) - rank(b) || byNumber(a, b));
        const rowOf = new Map(rows.map((r, i) => [r, i]));
        // Even steps give each instant the same width, so that a burst between two quiet hours can be read.
        const instants = [...new Set(D.entries.map(e => e.t).concat(0, D.endMicroseconds))].sort((a, b) => a - b);
        const stepOf = new Map(instants.map((t, i) => [t, i]));
        let even = true;
        function place(t) {
          if (!even) return t;
          const known = stepOf.get(t);
          if (known !== undefined) return known;
          // An instant between two events: a request leaves before the event that tells of it.
          let low = 0, high = instants.length;
          while (low < high) { const m = (low + high) >> 1; if (instants[m] < t) low = m + 1; else high = m }
          if (low === 0 || low >= instants.length) return Math.min(low, instants.length - 1);
          return low - (instants[low] - t) / (instants[low] - instants[low - 1]);
        }
        const bands = [], arrows = [], downs = new Map(), cuts = new Map(), sent = new Map();
        for (const e of D.entries) {
          if (e.k === 'crash') downs.set(e.row, e);
          if (e.k === 'boot' && downs.has(e.row)) {
            bands.push({ row: e.row, from: downs.get(e.row).t, to: e.t, kind: 'crash', x: 'down' });
            downs.delete(e.row);
          }
          const cut = e.x.match(/^(\d+): (.*)$/);
          if (e.k === 'outage' && cut) cuts.set(cut[1], e);
          if (e.k === 'mended' && cut && cuts.has(cut[1])) { band(cuts.get(cut[1]), e.t, cut[2]); cuts.delete(cut[1]) }
          const words = e.x.split(' ');
          const id = e.k === 'publish' ? words.slice(0, 2).join(' ')
            : e.k === 'deliver' ? `${words[0].replace(/\[\d+\]/, '')} ${words[1]}`
            : e.k === 'schedule' || e.k === 'trigger' ? words[0] : '';
          if (e.k === 'publish' || e.k === 'schedule') sent.set(id, e);
          if (e.k === 'deliver' || e.k === 'trigger') {
            const cause = sent.get(id);
            if (cause) { arrows.push({ from: cause, t: cause.t, row: cause.row, e }); e.p = e.p || cause.p }
          }
          const call = e.k === 'invoke' && e.x.match(/ from (\S+), (\d+) µs/);
          if (call) {
            const asked = call[1] === 'outside' && (e.p || '').match(/user-\d+/);
            const row = asked ? asked[0] : base(call[1]);
            if (rowOf.has(row)) arrows.push({ from: e, t: Math.max(0, e.t - Number(call[2])), row, e });
          }
        }
        for (const [row, e] of downs) bands.push({ row, from: e.t, to: D.endMicroseconds, kind: 'crash', x: 'down' });
        for (const e of cuts.values()) band(e, D.endMicroseconds, e.x);
        function band(e, to, text) {
          const node = text.match(/between (\S+) and/) || text.match(/\b([a-z]+-\d+)\b/);
          const known = node && rowOf.has(node[1]);
          bands.push({ row: known ? node[1] : 'network', from: e.t, to, kind: 'outage', x: text });
        }
        // An event names its user and sequence; the change of that sequence names the task.
        const taskOf = new Map();
        for (const e of D.entries) {
          const m = e.kind === 'change' && e.x.match(/^(user-\d+) change (\d+) \S+ task (\S+)/);
          if (m) taskOf.set(`${m[1]}/${m[2]}`, m[3]);
        }
        for (const e of D.entries) {
          const all = `${e.x} ${e.p || ''}`, key = (e.x.match(/user-\d+\/\d+/) || [''])[0];
          e.user = (e.x.match(/user-\d+/) || all.match(/user-\d+/) || [''])[0];
          e.task = taskOf.get(key) || (e.x.match(/\btask (\d+)/) || all.match(/"task_id":"?(\d+)/) || ['', ''])[1];
          e.all = `${e.n} ${e.k} ${all}`.toLowerCase();
        }
        """#
}
