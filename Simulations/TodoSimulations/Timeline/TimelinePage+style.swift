extension TimelinePage {
    static let style = """
        :root { color-scheme: light dark; --ground: #f7f6f3; --card: #ffffff; --ink: #1d2129; --soft: #6b7280;
          --line: #e3e1db; --lane: #fbfaf8; --publish: #2563eb; --deliver: #0f9d76; --invoke: #8b5cf6;
          --trigger: #d97706; --command: #1d2129; --change: #0891b2; --fault: #e11d48; --crash: #e11d4833;
          --outage: #f59e0b2e; --broken: #dc2626; --bad: #dc26261f;
          --schedule: #a8763e; }
        @media (prefers-color-scheme: dark) { :root { --ground: #101319; --card: #171b23; --ink: #e8eaf0;
          --soft: #8b93a3; --line: #272d38; --lane: #141820; --publish: #6ea8fe; --deliver: #3ddcaf;
          --invoke: #b794ff; --trigger: #fbbf4d; --command: #e8eaf0; --change: #4dd4ea; --fault: #ff6b8b;
          --crash: #ff4d6d3d; --outage: #fbbf2433; --broken: #ff5c5c;
          --bad: #ff5c5c2b; --schedule: #c9a26b; } }
        * { box-sizing: border-box } html, body { height: 100%; margin: 0 }
        body { display: flex; flex-direction: column; background: var(--ground); color: var(--ink);
          font: 14px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
        header { padding: 14px 20px 10px; display: flex; flex-wrap: wrap; gap: 6px 18px; align-items: baseline }
        h1 { font-size: 19px; margin: 0; letter-spacing: -.01em } h1 small { color: var(--soft); font-weight: 400 }
        #verdict { font-weight: 600 } #verdict.bad { color: var(--broken) } #verdict.good { color: var(--deliver) }
        #message { flex-basis: 100%; color: var(--soft); max-width: 110ch }
        nav { display: flex; flex-wrap: wrap; gap: 8px; padding: 0 20px 10px; align-items: center }
        input, select, button { font: inherit; color: inherit; background: var(--card);
          border: 1px solid var(--line); border-radius: 8px; padding: 5px 10px }
        button { cursor: pointer } button:hover { border-color: var(--soft) }
        input { width: 240px } #task { width: 130px }
        #legend { display: flex; flex-wrap: wrap; gap: 2px; margin-left: auto }
        #legend button { background: none; border-color: transparent; padding: 3px 7px; color: var(--soft) }
        #legend button:hover { border-color: var(--line) }
        #legend button[aria-pressed=false] { opacity: .4; text-decoration: line-through }
        :focus-visible { outline: 2px solid var(--publish); outline-offset: 1px }
        #count { color: var(--soft) } #left-out { flex-basis: 100%; color: var(--trigger) }
        #left-out:empty { display: none }
        #legend button::before { content: ""; display: inline-block; width: 9px; height: 9px; border-radius: 3px;
          margin-right: 5px; background: var(--key) }
        main { flex: 1; min-height: 0; margin: 0 20px; background: var(--card); border: 1px solid var(--line);
          border-radius: 12px; overflow: hidden; position: relative }
        canvas { display: block; width: 100%; height: 100%; cursor: grab; touch-action: none }
        canvas.drag { cursor: grabbing }
        #tip { position: absolute; pointer-events: none; max-width: 460px; padding: 8px 11px; border-radius: 9px;
          background: var(--ink); color: var(--card); font-size: 12.5px; overflow-wrap: anywhere; opacity: 0;
          box-shadow: 0 6px 24px #0004; transition: opacity .08s }
        #tip b, #tip time { display: block } #tip time { opacity: .7 }
        #tip pre { margin: 6px 0 0; max-height: 260px; overflow: hidden; white-space: pre-wrap;
          font: 11.5px/1.4 ui-monospace, Menlo, monospace; opacity: .85 }
        footer { padding: 8px 20px 12px; color: var(--soft); font: 12px ui-monospace, Menlo, monospace;
          overflow-wrap: anywhere }
        """

    static let markup = """
        <header><h1>Seed <span id="seed"></span> <small id="facts"></small></h1><span id="verdict"></span>
        <div id="message"></div>
        <div id="left-out"></div></header>
        <nav><input id="search" type="search" placeholder="Search: event, method, fault…" aria-label="Search">
        <select id="user" aria-label="User"><option value="">every user</option></select>
        <input id="task" type="search" placeholder="Task number" aria-label="Task">
        <button id="mode"></button><button id="in" aria-label="Zoom in">+</button>
        <button id="out" aria-label="Zoom out">−</button><button id="fit">Fit</button>
        <button id="broken">Go to the failure</button>
        <span id="count"></span><div id="legend"></div></nav>
        <main><canvas id="view"></canvas><div id="tip"></div></main><footer id="replay"></footer>
        """
}
