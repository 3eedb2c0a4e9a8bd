/** The time slider: step, play, the period's name and count, bars of all periods' counts. */
import { heatmapWords } from "../words/heatmap";
import { button, make, setIcon } from "./dom";
import { number, periodName } from "./format";
import type { Choices, View } from "./view";

const FRAME_MS = 900;
const PLAY = "M8 5v14l11-7z";
const PAUSE = "M7 5h4v14H7zM13 5h4v14h-4z";
const BACK = "M15.5 5 8.5 12l7 7";
const FORWARD = "M8.5 5l7 7-7 7";

export function timeline(choices: Choices): HTMLElement {
  const last = choices.content.periods.length - 1;
  const step = (by: number) => {
    const from = choices.view.period;
    const to = from === 0 ? (by > 0 ? 1 : last) : from + by;
    choices.choose({ period: Math.min(Math.max(to, 1), last), playing: false });
  };
  const whole = button("whole", () => choices.choose({ period: 0, playing: false }));
  const play = button("icon-button play", () => choices.choose(started(choices, last)));
  const back = button("icon-button", () => step(-1));
  const forward = button("icon-button", () => step(1));
  const slider = make("input", { type: "range", min: "1", max: String(last), step: "1" });
  const bars = make("div", { class: "bars", "aria-hidden": "true" });
  const name = make("strong", { class: "period" });
  const count = make("span", { class: "period-count" });
  slider.addEventListener("input", () =>
    choices.choose({ period: Number(slider.value), playing: false }),
  );

  keepPlaying(choices, last);
  choices.follow((view, before) => {
    const words = heatmapWords[view.language];
    const period = choices.period;
    name.textContent = period ? periodName(period, view.language) : "";
    count.textContent = words.requests(number(choices.frame?.count ?? 0, view.language));
    whole.textContent = words.wholePeriod;
    whole.setAttribute("aria-pressed", String(view.period === 0));
    setIcon(play, view.playing ? PAUSE : PLAY, view.playing ? words.pause : words.play);
    setIcon(back, BACK, words.previous);
    setIcon(forward, FORWARD, words.next);
    back.disabled = view.period === 1;
    forward.disabled = view.period === last;
    slider.value = String(Math.max(view.period, 1));
    slider.setAttribute("aria-label", words.period);
    slider.setAttribute("aria-valuetext", `${name.textContent}, ${count.textContent}`);
    slider.classList.toggle("idle", view.period === 0);
    if (view.category !== before?.category) drawBars(bars, choices);
    markBar(bars, view.period);
  });

  const track = make("div", { class: "track" }, bars, slider);
  track.style.setProperty("--count", String(Math.max(last, 1)));
  const told = make("p", { class: "told", role: "status" }, name, count);
  const steps = make("div", { class: "steps" }, whole, back, play, forward);
  const bar = make("section", { class: "timeline" }, told, steps, track);
  bar.classList.toggle("single", last < 2);
  bar.hidden = choices.content.periods.length === 0;
  choices.follow(({ language }) => bar.setAttribute("aria-label", heatmapWords[language].period));
  return bar;
}

/** From the whole span or the last period, playing begins at the first. */
function started(choices: Choices, last: number): Partial<View> {
  const { period, playing } = choices.view;
  if (playing) return { playing: false };
  return { playing: true, period: period === 0 || period === last ? 1 : period };
}

function keepPlaying(choices: Choices, last: number): void {
  let timer = 0;
  choices.follow(({ playing, period }) => {
    clearTimeout(timer);
    if (!playing) return;
    if (period >= last) choices.choose({ playing: false });
    else timer = window.setTimeout(() => choices.choose({ period: period + 1 }), FRAME_MS);
  });
}

function drawBars(bars: HTMLElement, choices: Choices): void {
  const counts = choices.category?.frames.slice(1).map((frame) => frame.count) ?? [];
  const most = Math.max(...counts, 1);
  bars.replaceChildren(
    ...counts.map((count) => {
      const bar = make("span");
      bar.style.height = `${(100 * count) / most}%`;
      return bar;
    }),
  );
}

function markBar(bars: HTMLElement, period: number): void {
  [...bars.children].forEach((bar, place) => {
    bar.classList.toggle("current", place + 1 === period);
  });
}
