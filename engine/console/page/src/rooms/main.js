import { mount } from 'svelte';
import '../page.css';
import './rooms.css';
import Room from './Room.svelte';

mount(Room, { target: document.getElementById('app') });
