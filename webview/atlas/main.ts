import '../components';
import './atlas.css';
import './panel';
