import '../components';
import './taxonomy.css';
import './view';
