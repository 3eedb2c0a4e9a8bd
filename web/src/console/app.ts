/** The console: one view, what is loaded for it, and when each part of the page is drawn anew. */
import type { Language } from "../words/language";
import { client } from "./client";
import { type Actions, type Context, formatOf, wordsIn } from "./context";
import type { Heat, Hotspot, Hotspots, Placement, Service } from "./contract";
import { keepLanguage, wishedLanguage } from "./languages";
import { Loader } from "./loader";
import type { MapEvents, MapView } from "./map/map-view";
import { hasWebgl } from "./notices";
import { activeIn } from "./panel/hotspot-list";
import { startOf } from "./period";
import { Screen } from "./screen";
import { currentTheme, followTheme, switchTheme } from "./theme";
import { readView, type ViewState, writeView } from "./view-state";

/** Fetched while the service is asked, where a map can be drawn. */
const mapModule = hasWebgl() ? import("./map/map-view") : null;

export class App {
  readonly #screen = new Screen();
  readonly #heat = new Loader<Heat>(() => this.#heatChanged());
  readonly #hotspots = new Loader<Hotspots>(() => this.#hotspotsChanged());
  readonly #placement = new Loader<Placement>(() => this.#drawCard());
  #view: ViewState = readView(location.search, location.hash);
  #language: Language = wishedLanguage() ?? "zh";
  #service: Service | null = null;
  #map: MapView | null = null;
  readonly #areaLoads: Promise<void>[] = [];

  async start(): Promise<void> {
    followTheme(() => this.#themeChanged());
    window.addEventListener("popstate", () => this.#goBack());
    this.#drawHeader();
    await this.#open();
  }

  async #open(): Promise<void> {
    this.#screen.setBusy(true);
    try {
      this.#service = await client.service();
    } catch (error) {
      this.#screen.drawNoService(error, wordsIn(this.#language), () => void this.#open());
      return;
    }
    this.#language = wishedLanguage() ?? this.#service.language;
    this.#view = known(this.#view, this.#service);
    this.#drawHeader();
    this.#screen.drawPanel(this.#context(this.#service));
    this.#screen.drawNotice(this.#context(this.#service));
    if (this.#service.levels.length > 0)
      await Promise.all([this.#load(null), this.#openMap(this.#service)]);
    await Promise.all(this.#areaLoads);
    await this.#map?.settled();
    this.#screen.setBusy(false);
  }

  async #openMap({ levels, bounds }: Service): Promise<void> {
    if (mapModule === null || bounds === null) return;
    const { MapView } = await mapModule;
    this.#map = new MapView({
      container: this.#screen.mapPlace,
      levels,
      bounds,
      camera: this.#view.camera,
      theme: currentTheme(),
      events: this.#mapEvents,
    });
    this.#screen.drawMapButtons(this.#map, wordsIn(this.#language));
    void this.#map.showLayers(this.#view.level, this.#view.hidden);
    this.#heatChanged();
    this.#hotspotsChanged();
  }

  readonly #mapEvents: MapEvents = {
    asked: (place) => this.#actions.ask(place),
    hotspotChosen: (id) => this.#actions.chooseHotspot(id),
    moved: (camera) => {
      this.#view = { ...this.#view, camera };
      history.replaceState(null, "", addressOf(this.#view));
    },
    wants: (level) => this.#areaLoads.push(this.#loadAreas(level)),
  };

  readonly #actions: Actions = {
    change: (patch) => this.#go({ ...this.#view, ...patch }),
    showLayer: (layer, shown) => {
      const hidden = new Set(this.#view.hidden);
      if (shown) hidden.delete(layer);
      else hidden.add(layer);
      this.#go({ ...this.#view, hidden });
    },
    ask: (at) => {
      this.#opensCard();
      this.#go({ ...this.#view, at, hotspot: null });
      this.#map?.reveal(at);
    },
    chooseHotspot: (id) => {
      this.#opensCard();
      this.#go({ ...this.#view, hotspot: id, at: null });
      const chosen = this.#activeHotspots().find((hotspot) => hotspot.id === id);
      if (chosen) this.#map?.goTo(chosen);
    },
    closeCard: () => {
      this.#go({ ...this.#view, at: null, hotspot: null });
      this.#screen.card.closed();
    },
    goTo: (place) => this.#map?.goTo(place),
    retry: () => void this.#load(null),
  };

  #opensCard(): void {
    this.#screen.card.opens();
    this.#screen.setPanelOpen(false);
  }

  /** One step that the back button undoes. */
  #go(view: ViewState): void {
    history.pushState(null, "", addressOf(view));
    this.#become(view);
  }

  #goBack(): void {
    if (this.#service === null) return;
    const view = known(readView(location.search, location.hash), this.#service);
    this.#become(view);
    this.#map?.goToCamera(view.camera);
    this.#screen.drawPanel(this.#context(this.#service));
  }

  #become(view: ViewState): void {
    const before = this.#view;
    this.#view = view;
    if (this.#service !== null) {
      this.#screen.drawFooter(this.#context(this.#service));
      if (view.at !== before.at) this.#screen.drawWhose(this.#context(this.#service));
    }
    void this.#map?.showLayers(view.level, view.hidden);
    void this.#load(before);
  }

  /** Loads what differs from the view before; null stands for nothing loaded yet. */
  async #load(before: ViewState | null): Promise<void> {
    const { category, period, at } = this.#view;
    const isOtherCategory = before?.category !== category;
    const isOtherSelection = before === null || isOtherCategory || before.period !== period;
    const from = startOf(period, this.#service?.requests.last ?? null);
    await Promise.all([
      isOtherSelection && this.#heat.load((signal) => client.heat({ category, from }, signal)),
      (before === null || isOtherCategory) &&
        this.#hotspots.load((signal) => client.hotspots(category, signal)),
      this.#loadPlacement(before, at),
    ]);
    if (before !== null && isOtherSelection) this.#announce();
    else this.#hotspotsChanged();
  }

  async #loadPlacement(before: ViewState | null, at: ViewState["at"]): Promise<void> {
    const isSame = before?.at?.lon === at?.lon && before?.at?.lat === at?.lat;
    if (at === null) this.#placement.clear();
    else if (!isSame)
      await this.#placement.load((signal) => client.jurisdiction(at.lon, at.lat, signal));
  }

  async #loadAreas(level: string): Promise<void> {
    try {
      await this.#map?.setAreas(level, await client.areas(level));
    } catch {
      this.#map?.forget(level);
      const retry = () => void this.#map?.showLayers(this.#view.level, this.#view.hidden);
      this.#screen.drawAreasFailed(wordsIn(this.#language), retry);
    }
  }

  #context(service: Service): Context {
    return {
      service,
      view: this.#view,
      language: this.#language,
      theme: currentTheme(),
      words: wordsIn(this.#language),
      format: formatOf(this.#language, service),
      actions: this.#actions,
    };
  }

  #activeHotspots(): Hotspot[] {
    const answer = this.#hotspots.value;
    if (answer === null || this.#service === null) return [];
    return activeIn(answer.hotspots, this.#context(this.#service));
  }

  #heatChanged(): void {
    if (this.#service === null) return;
    this.#screen.drawFigures(this.#heat.state, this.#heat.value, this.#context(this.#service));
    void this.#map?.setHeat(this.#heat.value, currentTheme());
  }

  #hotspotsChanged(): void {
    if (this.#service === null) return;
    const context = this.#context(this.#service);
    this.#screen.drawHotspots(this.#hotspots.state, this.#hotspots.value, context);
    void this.#map?.setHotspots(this.#activeHotspots());
    this.#drawCard();
  }

  #drawCard(): void {
    if (this.#service === null) return;
    const { state, value } = this.#placement;
    this.#screen.drawCard(state, this.#activeHotspots(), this.#context(this.#service));
    void this.#map?.markHotspot(this.#view.hotspot);
    void this.#map?.markPlace(this.#view.at, value?.chain[0] ?? null);
  }

  #drawHeader(): void {
    this.#screen.drawHeader({
      service: this.#service,
      language: this.#language,
      theme: currentTheme(),
      words: wordsIn(this.#language),
      setLanguage: (language) => this.#languageChanged(language),
      switchTheme: () => {
        switchTheme();
        this.#themeChanged();
      },
    });
  }

  #themeChanged(): void {
    this.#drawHeader();
    void this.#map?.setTheme(currentTheme());
    this.#heatChanged();
  }

  #languageChanged(language: Language): void {
    this.#language = language;
    keepLanguage(language);
    this.#drawHeader();
    if (this.#service === null) return;
    this.#screen.drawPanel(this.#context(this.#service));
    this.#screen.drawNotice(this.#context(this.#service));
    if (this.#map) this.#screen.drawMapButtons(this.#map, wordsIn(language));
    this.#heatChanged();
    this.#hotspotsChanged();
  }

  #announce(): void {
    const heat = this.#heat.value;
    if (heat === null || this.#service === null) return;
    const { words, format } = this.#context(this.#service);
    const hotspots = this.#activeHotspots().length;
    this.#screen.say(words.selectionAnnounced(format.count(heat.count), format.count(hotspots)));
  }
}

/** A view without what this service doesn't know: an old address still opens. */
function known(view: ViewState, { categories, levels }: Service): ViewState {
  const isKnown = (code: string | null, list: readonly { readonly code: string }[]) =>
    list.some((one) => one.code === code);
  return {
    ...view,
    category: isKnown(view.category, categories) ? view.category : null,
    level: isKnown(view.level, levels) ? view.level : null,
  };
}

function addressOf(view: ViewState): string {
  return location.pathname + writeView(view, new URLSearchParams(location.search));
}
