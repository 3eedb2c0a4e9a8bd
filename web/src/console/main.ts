/** Starts the console. */
import { App } from "./app";
import "./style/index.css";

void new App().start();
