// The page of the hall. It is told the board as it changes (Server-Sent Events), asks for it while that does not work,
// and lets time pass by itself in between. What people wrote goes into the page as text, never as HTML.
"use strict";
(() => {
  /** Silence after which the connection counts as lost; the hall says something every four seconds. */
  const LOST_MS = 10000;
  /** Time between two tries to connect; as much again by chance, so that a full hall does not come all at once. */
  const AGAIN_MS = 2000;
  const NEWS_SHOWN = 20;
  const STAGES = ["Lobby", "Running", "Paused", "Over"];

  const words = JSON.parse(document.getElementById("words").textContent);
  const root = document.documentElement;
  const at = (id) => document.getElementById(id);
  const fill = (key, gaps) => Object.entries(gaps).reduce((text, [gap, value]) => text.replace(`{${gap}}`, value), words[key]);
  const stageWord = (stage) => words[`hall-page-stage-${stage.toLowerCase()}`];
  const inLanguage = (text) => (root.lang === "en" && text.en) || text.vi;
  const two = (number) => String(number).padStart(2, "0");
  const set = (node, text) => { if (node.textContent !== text) node.textContent = text; };

  let board = null;
  /** When the board was told, and until when time passes on this page: for ever, or until the connection was lost. */
  let told = 0;
  let frozen = null;
  let shown = -Infinity;
  let source = null;
  let heard = performance.now();

  // Time -----------------------------------------------------------------------------------------------------------

  const passed = () => Math.max(0, (frozen ?? performance.now()) - told);
  const momentOf = (team) => team.now + (passed() * team.rate_permille) / 1000;
  const moment = () => Math.max(board.now, ...board.teams.map(momentOf));

  /** The fictional calendar at a moment, as a date whose UTC parts are to be shown. */
  const calendar = (ms) => {
    const [date, clock] = board.starts.split(" ");
    const [year, month, day] = date.split("-").map(Number);
    const [hour, minute] = clock.split(":").map(Number);
    return new Date(Date.UTC(year, month - 1, day, hour, minute) + Math.floor(ms / 1000) * 1000);
  };
  const dateOf = (date) => {
    const weekday = words[`shell-weekday-${(date.getUTCDay() + 6) % 7}`];
    return `${weekday}, ${two(date.getUTCDate())}/${two(date.getUTCMonth() + 1)}/${date.getUTCFullYear()}`;
  };
  const clockOf = (date) => `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
  /** The clock at a moment; the day stands before it when it is another than now. */
  const when = (ms) => {
    const [date, today] = [calendar(ms), calendar(shown)];
    const otherDay = date.getUTCDate() !== today.getUTCDate() || Math.abs(date - today) > 86400000;
    return (otherDay ? `${two(date.getUTCDate())}/${two(date.getUTCMonth() + 1)} ` : "") + clockOf(date);
  };
  const span = (ms) => {
    const seconds = Math.floor(Math.max(0, ms) / 1000);
    return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  };

  // What is shown --------------------------------------------------------------------------------------------------

  const element = (name, kind, text) => {
    const node = document.createElement(name);
    if (kind) node.className = kind;
    if (text !== undefined) node.textContent = text;
    return node;
  };

  const mark = (stage) => {
    const node = element("span", "mark");
    node.dataset.stage = stage;
    return node;
  };

  const stageOfAll = () => {
    const is = (stage) => board.teams.some((team) => team.stage === stage);
    if (is("Running")) return "Running";
    if (is("Paused")) return "Paused";
    return is("Lobby") ? "Lobby" : "Over";
  };

  const card = (team) => {
    const node = element("li");
    const stage = element("span", "stage");
    stage.append(mark(STAGES.includes(team.stage) ? team.stage : "Lobby"), stageWord(team.stage));
    const numbers = element("span", "numbers");
    const people = element("span", "", team.people ? `${team.online}/${team.people}` : "–");
    numbers.append(element("span", "moment"), people);
    const phase = element("span", "phase one-line", inLanguage(team.phase));
    phase.title = phase.textContent;
    const name = element("strong", "", team.name);
    name.title = team.name;
    node.append(name, phase, stage, numbers);
    return node;
  };

  const announcement = (news) => {
    const node = element("li");
    node.append(element("time", "", when(news.at)), element("span", "", news.text));
    return node;
  };

  const show = () => {
    const title = inLanguage(board.title);
    set(at("title"), title);
    document.title = `${at("banner").querySelector("strong").textContent} · ${title}`;
    const stage = stageOfAll();
    at("state").replaceChildren(mark(stage), stageWord(stage));
    at("pause").hidden = board.paused === null;
    set(at("reason"), board.paused ?? "");
    const teams = board.teams.length;
    const running = board.teams.filter((team) => team.stage === "Running").length;
    set(at("tally"), fill("hall-page-tally", { running, teams }));
    at("teams").dataset.size = teams <= 12 ? "few" : teams <= 21 ? "some" : "many";
    at("teams").replaceChildren(...board.teams.map(card));
    const news = board.news.slice(-NEWS_SHOWN).reverse().map(announcement);
    at("news").replaceChildren(...(news.length ? news : [element("li", "none", words["hall-page-no-news"])]));
  };

  const tick = () => {
    if (source && performance.now() - heard > LOST_MS) {
      lose();
      again();
    }
    if (!board?.starts) return;
    // What was told late must not take the clock back by a second.
    const now = moment();
    shown = now < shown && shown - now < 2000 ? shown : now;
    const date = calendar(shown);
    set(at("clock"), `${clockOf(date)}:${two(date.getUTCSeconds())}`);
    set(at("date"), dateOf(date));
    const percent = board.active_ms > 0 ? Math.min(100, Math.floor((shown * 100) / board.active_ms)) : 0;
    set(at("elapsed"), fill("hall-page-elapsed", { elapsed: span(shown), active: span(board.active_ms), percent }));
    at("done").style.width = `${Math.max(0, percent)}%`;
    document.querySelectorAll("#teams .moment").forEach((node, team) => set(node, when(momentOf(board.teams[team]))));
  };

  // The connection -------------------------------------------------------------------------------------------------

  const take = (text) => {
    heard = performance.now();
    const news = JSON.parse(text);
    // Before the engine's first turn there is nothing to show.
    if (!news.starts) return;
    [board, told, frozen] = [news, heard, null];
    at("lost").hidden = true;
    shown = moment() < shown && shown - moment() < 2000 ? shown : moment();
    show();
    tick();
  };

  const lose = () => {
    frozen ??= performance.now();
    set(at("lost"), words[board ? "hall-page-lost" : "hall-page-connecting"]);
    at("lost").hidden = false;
  };

  const ask = () =>
    fetch("board.json", { cache: "no-store", signal: AbortSignal.timeout(5000) })
      .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer.status)))
      .then(take)
      .catch(lose);

  const listen = () => {
    heard = performance.now();
    source = new EventSource("board");
    source.addEventListener("board", (event) => take(event.data));
    source.addEventListener("error", again);
  };

  /** Asks once, which says whether the hall is there, and tries again in a while to be told. */
  const again = () => {
    source?.close();
    source = null;
    ask();
    setTimeout(listen, AGAIN_MS * (1 + Math.random()));
  };

  // The theme ------------------------------------------------------------------------------------------------------

  const isDark = () => (root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const nameTheme = () => set(at("theme"), words[isDark() ? "shell-theme-light" : "shell-theme-dark"]);
  // A browser may keep its store shut.
  const stored = (act) => { try { return act(localStorage); } catch { return null; } };

  const theme = stored((store) => store.getItem("theme"));
  if (theme === "dark" || theme === "light") root.dataset.theme = theme;
  at("theme").addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    stored((store) => store.setItem("theme", root.dataset.theme));
    nameTheme();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", nameTheme);

  nameTheme();
  lose();
  frozen = null;
  listen();
  setInterval(tick, 200);
})();
