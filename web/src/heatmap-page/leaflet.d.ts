/// <reference types="leaflet" />
